package org.mococxr.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Tag, value representation and keyword of the elements this software names, from {@code elements.txt}. */
final class ElementDictionary {
    record Entry(int tag, VR vr, String keyword) {}

    private static final Map<Integer, Entry> BY_TAG = load();
    private static final Map<String, Entry> BY_KEYWORD = byKeyword();

    /** Overlays repeat in the even groups 6000 to 601E (PS3.5 section 7.6). */
    private static final int OVERLAY_GROUPS = 0xff00;

    private ElementDictionary() {}

    static Optional<Entry> find(int tag) {
        var known = Optional.ofNullable(BY_TAG.get(tag));
        if (known.isEmpty() && (Tag.groupOf(tag) & OVERLAY_GROUPS) == 0x6000 && !Tag.isPrivate(tag)) {
            return Optional.ofNullable(BY_TAG.get(tag & 0xff00ffff));
        }
        return known;
    }

    static OptionalInt tagOf(String keyword) {
        var entry = BY_KEYWORD.get(keyword);
        return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.tag());
    }

    /** What an element without a stated representation holds; {@link VR#UN} when the tag is none of ours. */
    static VR vrOf(int tag) {
        if (Tag.isGroupLength(tag)) {
            return VR.UL;
        }
        if (Tag.isPrivateCreator(tag)) {
            return VR.LO;
        }
        return find(tag).map(Entry::vr).orElse(VR.UN);
    }

    private static Map<Integer, Entry> load() {
        var entries = new HashMap<Integer, Entry>();
        try (var in = ElementDictionary.class.getResourceAsStream("elements.txt")) {
            if (in == null) {
                throw new IllegalStateException("elements.txt is missing from the program's files");
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var parts = line.split(" ", -1);
                var entry = new Entry(Integer.parseUnsignedInt(parts[0], 16), VR.valueOf(parts[1]), parts[2]);
                entries.put(entry.tag(), entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("elements.txt cannot be read from the program's files", e);
        }
        return Map.copyOf(entries);
    }

    private static Map<String, Entry> byKeyword() {
        var entries = new HashMap<String, Entry>();
        BY_TAG.values().forEach(entry -> entries.put(entry.keyword(), entry));
        return Map.copyOf(entries);
    }
}
