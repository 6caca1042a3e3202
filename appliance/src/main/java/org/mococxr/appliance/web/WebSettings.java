package org.mococxr.appliance.web;

/**
 * @param bindAddress where the page is served; others than this machine need a deliberate choice
 * @param port 0 for a free one
 * @param mostUploadBytes of one file
 * @param uploadsAtATime further ones wait a moment or are put off
 */
public record WebSettings(String bindAddress, int port, long mostUploadBytes, int uploadsAtATime) {
    public static WebSettings standard(String bindAddress, int port) {
        return new WebSettings(bindAddress, port, 256L << 20, 4);
    }
}
