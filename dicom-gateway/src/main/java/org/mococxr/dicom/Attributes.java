package org.mococxr.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A data set: elements by tag, in tag order, sequences as nested data sets.
 *
 * <p>Reading is lenient and never throws for what a file holds: a value that is absent, empty or not what its representation
 * promises is absent. Writing is strict: a value that the standard forbids is refused where it is set. Not for use by several
 * threads while it changes.
 */
public final class Attributes {
    private static final char SEPARATOR = '\\';

    private final TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
    private @Nullable Attributes parent;

    public Attributes() {}

    /** A copy that shares nothing that can change. */
    public Attributes(Attributes other) {
        addAll(other);
    }

    // What is there

    public boolean isEmpty() {
        return elements.isEmpty();
    }

    public int size() {
        return elements.size();
    }

    /** The tags present, ascending. */
    public int[] tags() {
        return elements.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    public boolean contains(int tag) {
        return elements.containsKey(tag);
    }

    /** Whether the element is there and holds at least one byte or item. */
    public boolean containsValue(int tag) {
        return find(tag).map(element -> !isEmpty(element)).orElse(false);
    }

    private static boolean isEmpty(Element element) {
        var value = element.value();
        if (value instanceof Value.Bytes bytes) {
            return bytes.bytes.length == 0;
        }
        if (value instanceof Value.Text text) {
            return text.text().isEmpty();
        }
        return value instanceof Value.Items items && items.items.isEmpty();
    }

    public Optional<VR> getVR(int tag) {
        return find(tag).map(Element::vr);
    }

    // Text

    /** The first value without its padding; absent when the element is missing or blank. */
    public Optional<String> getString(int tag) {
        return getString(tag, 0);
    }

    /** @param index which of the values that backslashes separate */
    public Optional<String> getString(int tag, int index) {
        var values = getStrings(tag);
        return index < values.size()
                ? Optional.of(values.get(index)).filter(value -> !value.isBlank())
                : Optional.empty();
    }

    public String getString(int tag, String absent) {
        return getString(tag).orElse(absent);
    }

    /** All values without their padding, empty ones included; numbers in decimal. */
    public List<String> getStrings(int tag) {
        var element = elements.get(tag);
        if (element == null || isEmpty(element)) {
            return List.of();
        }
        if (element.vr().isText() || element.vr() == VR.UN || element.value() instanceof Value.Text) {
            return texts(element);
        }
        return Arrays.stream(getDoubles(tag)).mapToObj(WrittenText::decimal).collect(Collectors.toUnmodifiableList());
    }

    private List<String> texts(Element element) {
        final String text;
        if (element.value() instanceof Value.Text set) {
            text = set.text();
        } else if (element.value() instanceof Value.Bytes value) {
            text = decode(element.vr(), value.bytes);
        } else {
            return List.of();
        }
        return WrittenText.values(element.vr(), text);
    }

    private String decode(VR vr, byte[] bytes) {
        return (vr.usesCharacterSet() ? characterSet() : SpecificCharacterSet.ASCII).decode(bytes);
    }

    /** The set of this data set, or of the one it is nested in. */
    public SpecificCharacterSet characterSet() {
        for (var level = this; level != null; level = level.parent) {
            if (level.contains(Tag.SpecificCharacterSet)) {
                return SpecificCharacterSet.of(level.getStrings(Tag.SpecificCharacterSet));
            }
        }
        return SpecificCharacterSet.ASCII;
    }

    // Numbers

    /** The first value as a whole number, from text (IS, DS) or binary. */
    public OptionalInt getInt(int tag) {
        var value = getDouble(tag);
        return value.isPresent() && value.getAsDouble() == (int) value.getAsDouble()
                ? OptionalInt.of((int) value.getAsDouble())
                : OptionalInt.empty();
    }

    public int getInt(int tag, int absent) {
        return getInt(tag).orElse(absent);
    }

    /** All values as whole numbers; empty when any of them is none. */
    public int[] getInts(int tag) {
        var values = getDoubles(tag);
        var whole = new int[values.length];
        for (var i = 0; i < values.length; i++) {
            whole[i] = (int) values[i];
            if (whole[i] != values[i]) {
                return new int[0];
            }
        }
        return whole;
    }

    /** The first value as a number, whatever the others are. */
    public OptionalDouble getDouble(int tag) {
        var element = elements.get(tag);
        if (element == null || isEmpty(element)) {
            return OptionalDouble.empty();
        }
        if (isText(element)) {
            var values = texts(element);
            return values.isEmpty() ? OptionalDouble.empty() : WrittenText.number(values.get(0));
        }
        var values = getDoubles(tag);
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(values[0]);
    }

    private static boolean isText(Element element) {
        return element.vr().isText() || element.value() instanceof Value.Text;
    }

    public double getDouble(int tag, double absent) {
        return getDouble(tag).orElse(absent);
    }

    /** All values as numbers, from text (IS, DS) or binary; empty when any of them is none. */
    public double[] getDoubles(int tag) {
        var element = elements.get(tag);
        if (element == null || isEmpty(element)) {
            return new double[0];
        }
        if (isText(element)) {
            return WrittenText.numbers(texts(element));
        }
        return element.value() instanceof Value.Bytes value
                ? BinaryNumbers.read(element.vr(), value.bytes)
                : new double[0];
    }

    // Dates

    /** A DA value, also in the ACR-NEMA form {@code 1997.12.31}. */
    public Optional<LocalDate> getDate(int tag) {
        return getString(tag).flatMap(WrittenText::date);
    }

    // Bytes

    /** A copy of the value as it travels in little endian; absent for sequences and fragments. */
    public Optional<byte[]> getBytes(int tag) {
        return find(tag).flatMap(this::bytesOf).map(byte[]::clone);
    }

    /** The value without a copy: read-only, little endian; absent for sequences and fragments. */
    public Optional<ByteBuffer> getByteBuffer(int tag) {
        return find(tag)
                .flatMap(this::bytesOf)
                .map(bytes -> ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The pieces of encapsulated Pixel Data as read-only buffers, the offset table first; empty for anything else. */
    public List<ByteBuffer> getFragments(int tag) {
        return find(tag)
                .map(Element::value)
                .filter(Value.Fragments.class::isInstance)
                .map(value -> ((Value.Fragments) value)
                        .fragments.stream()
                                .map(piece -> ByteBuffer.wrap(piece).asReadOnlyBuffer())
                                .toList())
                .orElse(List.of());
    }

    Optional<byte[]> bytesOf(Element element) {
        if (element.value() instanceof Value.Bytes bytes) {
            return Optional.of(bytes.bytes);
        }
        if (element.value() instanceof Value.Text text) {
            var set = element.vr().usesCharacterSet() ? characterSet() : SpecificCharacterSet.ASCII;
            return Optional.of(set.encode(text.text()));
        }
        return Optional.empty();
    }

    // Sequences

    /** The items of a sequence; empty when it is missing. Cannot be changed; see {@link #newSequence}. */
    public List<Attributes> getSequence(int tag) {
        return find(tag)
                .map(Element::value)
                .filter(Value.Items.class::isInstance)
                .map(value -> Collections.unmodifiableList(((Value.Items) value).items))
                .orElse(List.of());
    }

    /** The first item of a sequence. */
    public Optional<Attributes> getNestedDataset(int tag) {
        return getSequence(tag).stream().findFirst();
    }

    /** A sequence of its own, replacing what was there; items added to the list belong to this data set. */
    public List<Attributes> newSequence(int tag) {
        elements.put(tag, new Element(VR.SQ, new Value.Items()));
        return ensureSequence(tag);
    }

    /** The sequence that is there or a new one; items added to the list belong to this data set. */
    public List<Attributes> ensureSequence(int tag) {
        var items = (Value.Items) elements.compute(
                        tag,
                        (key, element) -> element != null && element.value() instanceof Value.Items
                                ? element
                                : new Element(VR.SQ, new Value.Items()))
                .value();
        return new AbstractList<>() {
            @Override
            public Attributes get(int index) {
                return items.items.get(index);
            }

            @Override
            public int size() {
                return items.items.size();
            }

            @Override
            public void add(int index, Attributes item) {
                item.parent = Attributes.this;
                items.items.add(index, item);
            }
        };
    }

    // Setting

    /**
     * Sets text, several values separated in the file by backslashes. Without values the element is there and empty.
     *
     * @throws IllegalArgumentException naming the element, if a value is none of its representation
     */
    public void setString(int tag, VR vr, String... values) {
        if (!vr.isText()) {
            throw new IllegalArgumentException("%s: %s holds no text".formatted(Tag.keywordOf(tag), vr));
        }
        if (vr.isLongText() && values.length > 1) {
            throw new IllegalArgumentException(
                    "%s: %s has one value, not %d".formatted(Tag.keywordOf(tag), vr, values.length));
        }
        for (var value : values) {
            TextForm.check(tag, vr, value);
        }
        elements.put(tag, new Element(vr, new Value.Text(String.join(String.valueOf(SEPARATOR), values))));
    }

    /** Sets whole numbers in binary (US, SS, UL, SL, AT, OW, OB ...) or as text (IS, DS). */
    public void setInt(int tag, VR vr, int... values) {
        if (vr == VR.IS || vr == VR.DS) {
            setString(tag, vr, Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new));
            return;
        }
        setBytes(tag, vr, BinaryNumbers.write(tag, vr, values));
    }

    /** Sets numbers as text (DS, at most 16 characters) or in binary (FL, FD). */
    public void setDouble(int tag, VR vr, double... values) {
        if (vr == VR.DS) {
            setString(
                    tag,
                    vr,
                    Arrays.stream(values).mapToObj(TextForm::decimalString).toArray(String[]::new));
            return;
        }
        setBytes(tag, vr, BinaryNumbers.write(tag, vr, values));
    }

    public void setDate(int tag, LocalDate date) {
        setString(tag, VR.DA, WrittenText.of(date));
    }

    /** Sets the value as it travels in little endian; the array is owned from here on. */
    public void setBytes(int tag, VR vr, byte[] bytes) {
        if (vr == VR.SQ) {
            throw new IllegalArgumentException("%s: a sequence holds items, not bytes".formatted(Tag.keywordOf(tag)));
        }
        elements.put(tag, new Element(vr, new Value.Bytes(bytes)));
    }

    /** Sets an element without a value. */
    public void setNull(int tag, VR vr) {
        elements.put(tag, new Element(vr, vr == VR.SQ ? new Value.Items() : new Value.Bytes(new byte[0])));
    }

    /** Sets encapsulated Pixel Data: the offset table (may be empty) and the pieces of the stream; arrays owned from here on. */
    public void setFragments(int tag, List<byte[]> fragments) {
        elements.put(tag, new Element(VR.OB, new Value.Fragments(fragments)));
    }

    public void remove(int tag) {
        elements.remove(tag);
    }

    /** Copies everything, replacing what is there; text keeps its bytes, so SpecificCharacterSet should come along. */
    public void addAll(Attributes other) {
        addSelected(other, other.tags());
    }

    /** Copies the given elements as far as they are there. */
    public void addSelected(Attributes other, int... tags) {
        for (var tag : tags) {
            var element = other.elements.get(tag);
            if (element == null) {
                continue;
            }
            if (element.value() instanceof Value.Items) {
                var target = newSequence(tag);
                other.getSequence(tag).forEach(item -> target.add(new Attributes(item)));
            } else {
                elements.put(tag, element);
            }
        }
    }

    // For reader and writer

    Optional<Element> find(int tag) {
        return Optional.ofNullable(elements.get(tag));
    }

    void put(int tag, Element element) {
        elements.put(tag, element);
    }

    /** Whether both hold the same elements with the same bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && comparable().equals(that.comparable());
    }

    @Override
    public int hashCode() {
        return comparable().hashCode();
    }

    private TreeMap<Integer, Element> comparable() {
        var compared = new TreeMap<Integer, Element>();
        elements.forEach((tag, element) -> compared.put(
                tag,
                bytesOf(element)
                        .map(bytes -> new Element(element.vr(), new Value.Bytes(padded(element.vr(), bytes))))
                        .orElse(element)));
        return compared;
    }

    /** The value with the padding that makes its length even. */
    static byte[] padded(VR vr, byte[] bytes) {
        if ((bytes.length & 1) == 0) {
            return bytes;
        }
        var even = Arrays.copyOf(bytes, bytes.length + 1);
        even[bytes.length] = vr.padding();
        return even;
    }

    /** Says nothing that identifies a person. */
    @Override
    public String toString() {
        return "Attributes[%d elements]".formatted(elements.size());
    }
}
