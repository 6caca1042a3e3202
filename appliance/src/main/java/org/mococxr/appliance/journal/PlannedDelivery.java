package org.mococxr.appliance.journal;

/**
 * A report that a peer shall get.
 *
 * @param peer as {@code AET@HOST:PORT}
 * @param kind {@code sr} or {@code sc}
 */
public record PlannedDelivery(String peer, String kind) {}
