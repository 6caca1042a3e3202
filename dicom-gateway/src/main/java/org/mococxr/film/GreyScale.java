package org.mococxr.film;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.codec.FrameShape;
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

/**
 * Everything between stored words and grey, folded into one lookup table.
 *
 * <p>For the display (PS3.3 C.11; PS3.4 N.2): value bits and sign, Modality LUT sequence or rescale, VOI LUT sequence or window, polarity. A VOI LUT goes before a window,
 * because where a film has both, the table is the maker's own curve and the window its straight replacement. MONOCHROME1 and an
 * inverse presentation LUT say the same thing and make exactly one inversion. Padding is background: black whatever the
 * polarity, and no part of any statistics.
 *
 * <p>Real films state windows that saturate every pixel. When more than half of the body is clipped or fewer than 32 greys are
 * used, the 0.5 to 99.5 percentile range takes the window's place and the {@link Rendering} says so.
 */
final class GreyScale {
    private static final double MOST_CLIPPED_FRACTION = 0.5;
    private static final int FEWEST_GREYS = 32;
    private static final double PERCENTILE_FRACTION = 0.005;

    private final StoredBits bits;
    private final int[] histogram;
    private final double[] values;
    private final boolean[] padding;
    private final List<Observation> remarks = new ArrayList<>();
    private boolean rescaleUnknown;

    private GreyScale(Attributes dataset, StoredBits bits, int[] histogram) {
        this.bits = bits;
        this.histogram = histogram;
        this.values = modalityValues(dataset);
        this.padding = padding(dataset);
    }

    static Radiograph render(Attributes dataset, FrameShape shape, StoredValues stored, GreyRecipe recipe) {
        var bits = stored.bits;
        var histogram = stored.histogram;
        var scale = new GreyScale(dataset, bits, histogram);
        stored.replaced.ifPresent(
                stated -> scale.remarks.add(ObservationKind.VALUES_BEYOND_BITS.of(stated.bits(), bits.bits())));
        if (bits.highBitReplaced()) {
            scale.remarks.add(ObservationKind.HIGH_BIT_REPLACED.of(bits.bits()));
        }
        var grey = switch (recipe) {
            case DISPLAY -> scale.displayed(dataset);
            case EQUALISED -> new Grey(EqualisedGrey.of(bits, histogram, isMonochrome1(dataset)), false);
        };
        var lookup = new float[grey.values().length];
        for (var i = 0; i < lookup.length; i++) {
            lookup[i] = (float) grey.values()[i];
        }
        return Radiograph.of(
                shape.rows(),
                shape.columns(),
                stored.entries,
                lookup,
                histogram,
                new Rendering(recipe.recipe(), grey.windowReplaced(), scale.remarks));
    }

    private Grey displayed(Attributes dataset) {
        var grey = greyOf(dataset);
        var inverted = isInverted(dataset);
        var shown = new double[grey.values().length];
        for (var i = 0; i < shown.length; i++) {
            shown[i] = padding[i] ? 0 : inverted ? 1 - grey.values()[i] : grey.values()[i];
        }
        return new Grey(shown, grey.windowReplaced());
    }

    private record Grey(double[] values, boolean windowReplaced) {}

    private Grey greyOf(Attributes dataset) {
        var signedValues = bits.signed() || Arrays.stream(values).min().orElse(0) < 0;
        var table = dataset.getNestedDataset(Tag.VOILUTSequence)
                .filter(item -> !rescaleUnknown)
                .map(item -> LookupTable.of(item, signedValues, "VOI LUT"));
        var window = rescaleUnknown ? Optional.<Window>empty() : Window.of(dataset);
        if (table.isPresent()) {
            return byTable(table.get());
        }
        if (window.isPresent()) {
            return unlessSaturated(window.get()::apply, true);
        }
        if (!rescaleUnknown && dataset.containsValue(Tag.WindowCenter)) {
            remarks.add(ObservationKind.WINDOW_IS_NONE.of());
        }
        if (bits.bits() <= 8 && isIdentity()) {
            // Pictures of 8 bits without a window are shown as they are, as PNG and JPEG films are.
            return new Grey(map(Window.between(bits.lowest(), bits.highest())::apply), false);
        }
        var range = range(0);
        return range.width() > 0 ? unlessSaturated(range::apply, false) : flat();
    }

    private Grey byTable(LookupTable table) {
        if (table.isNarrow()) {
            remarks.add(ObservationKind.TABLE_NARROW.of(table.statedBits(), table.bits()));
        }
        return unlessSaturated(value -> Math.min(1, table.apply(value) / table.fullScale()), true);
    }

    private boolean isIdentity() {
        return IntStream.range(0, values.length).allMatch(i -> values[i] == bits.valueAt(i));
    }

    private Grey unlessSaturated(DoubleUnaryOperator toGrey, boolean stated) {
        var grey = map(toGrey);
        if (!isSaturated(grey)) {
            return new Grey(grey, false);
        }
        var range = range(PERCENTILE_FRACTION);
        if (range.width() <= 0) {
            return new Grey(grey, false);
        }
        remarks.add((stated ? ObservationKind.WINDOW_SATURATES : ObservationKind.EXTREME_VALUES).of());
        return new Grey(map(range::apply), stated);
    }

    /** A film of one value: mid-grey, for the gate to refuse. */
    private Grey flat() {
        return new Grey(map(value -> 0.5), false);
    }

    private double[] map(DoubleUnaryOperator toGrey) {
        return Arrays.stream(values).map(toGrey).toArray();
    }

    private boolean isSaturated(double[] grey) {
        var body = bodyPixels();
        var clipped = 0L;
        var total = 0L;
        var distinct = 0;
        var greys = new boolean[256];
        for (var i = 0; i < grey.length; i++) {
            if (body[i] > 0) {
                var level = (int) Math.rint(grey[i] * 255);
                greys[level] = true;
                clipped += level == 0 || level == 255 ? body[i] : 0;
                total += body[i];
                distinct++;
            }
        }
        var used =
                IntStream.range(0, greys.length).filter(level -> greys[level]).count();
        return clipped > MOST_CLIPPED_FRACTION * total || used < FEWEST_GREYS && distinct >= FEWEST_GREYS;
    }

    /**
     * How often each entry occurs in the body: without padding, and without the film's lowest and highest value, where
     * collimators and direct exposure lie by the million.
     */
    private int[] bodyPixels() {
        var body = new int[histogram.length];
        var low = Double.POSITIVE_INFINITY;
        var high = Double.NEGATIVE_INFINITY;
        for (var i = 0; i < body.length; i++) {
            if (histogram[i] > 0 && !padding[i]) {
                low = Math.min(low, values[i]);
                high = Math.max(high, values[i]);
            }
        }
        for (var i = 0; i < body.length; i++) {
            body[i] = padding[i] || values[i] == low || values[i] == high ? 0 : histogram[i];
        }
        return body;
    }

    /** The window that leaves out a fraction of the unpadded pixels at each end. */
    private Window range(double fraction) {
        var order = IntStream.range(0, values.length)
                .filter(i -> histogram[i] > 0 && !padding[i])
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        var total = Arrays.stream(order).mapToLong(i -> histogram[i]).sum();
        return Window.between(quantile(order, fraction * total), quantile(order, (1 - fraction) * total));
    }

    private double quantile(int[] order, double pixels) {
        var below = 0L;
        for (var index : order) {
            below += histogram[index];
            if (below >= pixels && below > 0) {
                return values[index];
            }
        }
        return order.length == 0 ? 0 : values[order[order.length - 1]];
    }

    private double[] modalityValues(Attributes dataset) {
        var table = dataset.getNestedDataset(Tag.ModalityLUTSequence)
                .map(item -> LookupTable.of(item, bits.signed(), "Modality LUT"));
        if (table.isPresent()) {
            return IntStream.range(0, bits.values())
                    .mapToDouble(i -> table.get().apply(bits.valueAt(i)))
                    .toArray();
        }
        var slope = rescale(dataset, Tag.RescaleSlope, 1);
        var intercept = rescale(dataset, Tag.RescaleIntercept, 0);
        return IntStream.range(0, bits.values())
                .mapToDouble(i -> rescaleUnknown ? bits.valueAt(i) : bits.valueAt(i) * slope + intercept)
                .toArray();
    }

    /** A number that is stated and cannot be read is not the default: what is said of rescaled values then says nothing. */
    private double rescale(Attributes dataset, int tag, double absent) {
        var stated = dataset.getDouble(tag);
        var unknown = stated.isEmpty()
                ? dataset.getString(tag).isPresent()
                : tag == Tag.RescaleSlope && stated.getAsDouble() == 0;
        if (unknown) {
            rescaleUnknown = true;
            remarks.add(ObservationKind.RESCALE_UNKNOWN.of(Tag.keywordOf(tag)));
        }
        return stated.orElse(absent);
    }

    /**
     * PixelPaddingValue, or the range from it to PixelPaddingRangeLimit (PS3.3 C.7.5.1.1.2), as numbers: one that no pixel can
     * have pads nothing.
     */
    private boolean[] padding(Attributes dataset) {
        var none = new boolean[bits.values()];
        var value = paddingNumber(dataset, Tag.PixelPaddingValue);
        if (value.isEmpty()) {
            return none;
        }
        var limit = paddingNumber(dataset, Tag.PixelPaddingRangeLimit).orElse(value.getAsInt());
        var padding = new boolean[bits.values()];
        var left = 0L;
        for (var i = 0; i < padding.length; i++) {
            var at = bits.valueAt(i);
            padding[i] = at >= Math.min(value.getAsInt(), limit) && at <= Math.max(value.getAsInt(), limit);
            left += padding[i] ? 0 : histogram[i];
        }
        // A film that is nothing but padding has none.
        return left > 0 ? padding : none;
    }

    /** Its sign is that of the pixels (PixelRepresentation), whatever representation a writer gave the element. */
    private OptionalInt paddingNumber(Attributes dataset, int tag) {
        return dataset.getByteBuffer(tag)
                .filter(value -> value.remaining() >= Short.BYTES)
                .map(value -> OptionalInt.of(bits.signed() ? value.getShort() : value.getShort() & 0xffff))
                .orElse(OptionalInt.empty());
    }

    private static boolean isMonochrome1(Attributes dataset) {
        return dataset.getString(Tag.PhotometricInterpretation, "").equals("MONOCHROME1");
    }

    private static boolean isInverted(Attributes dataset) {
        return isMonochrome1(dataset)
                || dataset.getString(Tag.PresentationLUTShape, "").equals("INVERSE");
    }
}
