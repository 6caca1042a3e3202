package org.mococxr.appliance.intake;

/**
 * One file of a delivery and what became of it.
 *
 * @param name of the file, as its sender calls it; empty where there is none
 */
public record Delivered(String name, UploadResult result) {}
