package org.mococxr.fuzzing;

import java.util.stream.Stream;

/**
 * Something that takes bytes from strangers. It is fed anything at all and may only end well or with the exception it documents; what
 * else it throws is a finding. The seeds are written by this project's own writers. Implemented by enums, whose constants
 * {@link JazzerEntry} finds by name.
 */
public interface FuzzTarget {
    void run(byte[] input) throws Exception;

    Stream<byte[]> seeds();

    String name();
}
