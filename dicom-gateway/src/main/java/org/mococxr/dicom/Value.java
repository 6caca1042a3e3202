package org.mococxr.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What an element holds. Bytes are little endian whatever the file was, without the padding only where text is read. */
sealed interface Value {
    /** Bytes as they travel in little endian. */
    final class Bytes implements Value {
        final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** Text set by this program; it becomes bytes in the character set its data set has when it is written. */
    record Text(String text) implements Value {}

    /** Nested data sets. */
    final class Items implements Value {
        final List<Attributes> items = new ArrayList<>();

        @Override
        public boolean equals(Object other) {
            return other instanceof Items that && items.equals(that.items);
        }

        @Override
        public int hashCode() {
            return items.hashCode();
        }
    }

    /** Encapsulated Pixel Data: the offset table first, then the pieces of the compressed stream. */
    final class Fragments implements Value {
        final List<byte[]> fragments;

        Fragments(List<byte[]> fragments) {
            this.fragments = List.copyOf(fragments);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Fragments that && Arrays.deepEquals(fragments.toArray(), that.fragments.toArray());
        }

        @Override
        public int hashCode() {
            return Arrays.deepHashCode(fragments.toArray());
        }
    }
}
