package org.mococxr.appliance.web.door;

/**
 * One route as a table of access names it.
 *
 * @param path such as {@code /films/{ref}}
 * @param needs the right that it needs, or {@code nothing} or {@code a_name}
 * @param mostBodyBytes that it lets itself be sent
 */
public record Route(String method, String path, String needs, long mostBodyBytes) {}
