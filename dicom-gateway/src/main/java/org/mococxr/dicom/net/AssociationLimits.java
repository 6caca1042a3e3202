package org.mococxr.dicom.net;

import java.time.Duration;

/**
 * How long a peer may take and how much it may send before it is cut.
 *
 * @param artim wall clock for agreeing on an association, and for closing one (the ARTIM timer of PS3.8 section 9.1.5)
 * @param idle longest pause between two messages
 * @param reply longest wait for the answer to a request of ours
 * @param rateWindow while a message travels, each such span must bring {@code minBytesPerSecond} on average; so a peer that
 *     stalls inside a data set is cut after one to two windows
 * @param message longest one message may take to arrive, however steadily
 * @param association longest an association may last; a peer that needs more opens another
 * @param maxPduBytes longest P-DATA body this side takes, advertised to the peer
 * @param maxObjectBytes longest data set this side takes
 */
public record AssociationLimits(
        Duration artim,
        Duration idle,
        Duration reply,
        Duration rateWindow,
        int minBytesPerSecond,
        Duration message,
        Duration association,
        int maxPduBytes,
        long maxObjectBytes) {
    static final int MAX_ASSOCIATION_PDU_BYTES = 128 << 10;
    static final int MAX_COMMAND_BYTES = 64 << 10;

    private static final int SMALLEST_USEFUL_PDU_BYTES = 4096;
    private static final long ONE_GIBIBYTE = 1L << 30;

    public AssociationLimits {
        requirePositive(artim, "ARTIM");
        requirePositive(idle, "idle");
        requirePositive(reply, "reply");
        requirePositive(rateWindow, "rate window");
        requirePositive(message, "message");
        requirePositive(association, "whole");
        if (minBytesPerSecond < 0 || maxPduBytes < SMALLEST_USEFUL_PDU_BYTES || maxObjectBytes <= 0) {
            throw new IllegalArgumentException(
                    "association limits make no sense: at least " + minBytesPerSecond + " bytes/s, PDUs to "
                            + maxPduBytes + " bytes (4096 or more), objects to " + maxObjectBytes + " bytes");
        }
    }

    /** What a server on a clinic's network uses. */
    public static AssociationLimits forReceiving() {
        return new AssociationLimits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                16 << 10,
                Duration.ofHours(1),
                Duration.ofHours(12),
                128 << 10,
                ONE_GIBIBYTE);
    }

    /** A PACS may look up names or wake a disk before it answers, so the sender is more patient than the receiver. */
    public static AssociationLimits forSending() {
        return forReceiving().withArtim(Duration.ofSeconds(30));
    }

    public AssociationLimits withArtim(Duration value) {
        return new AssociationLimits(
                value, idle, reply, rateWindow, minBytesPerSecond, message, association, maxPduBytes, maxObjectBytes);
    }

    public AssociationLimits withIdle(Duration value) {
        return new AssociationLimits(
                artim, value, reply, rateWindow, minBytesPerSecond, message, association, maxPduBytes, maxObjectBytes);
    }

    public AssociationLimits withReply(Duration value) {
        return new AssociationLimits(
                artim, idle, value, rateWindow, minBytesPerSecond, message, association, maxPduBytes, maxObjectBytes);
    }

    public AssociationLimits withRate(Duration window, int bytesPerSecond) {
        return new AssociationLimits(
                artim, idle, reply, window, bytesPerSecond, message, association, maxPduBytes, maxObjectBytes);
    }

    public AssociationLimits withLongestMessage(Duration value) {
        return new AssociationLimits(
                artim, idle, reply, rateWindow, minBytesPerSecond, value, association, maxPduBytes, maxObjectBytes);
    }

    public AssociationLimits withLongestAssociation(Duration value) {
        return new AssociationLimits(
                artim, idle, reply, rateWindow, minBytesPerSecond, message, value, maxPduBytes, maxObjectBytes);
    }

    public AssociationLimits withMaxObjectBytes(long value) {
        return new AssociationLimits(
                artim, idle, reply, rateWindow, minBytesPerSecond, message, association, maxPduBytes, value);
    }

    public AssociationLimits withMaxPduBytes(int value) {
        return new AssociationLimits(
                artim, idle, reply, rateWindow, minBytesPerSecond, message, association, value, maxObjectBytes);
    }

    private static void requirePositive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " time of an association must be positive, was " + value);
        }
    }
}
