package org.mococxr.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Data sets of every value representation, by seed. */
final class RandomAttributes {
    private static final List<VR> PLAIN = List.of(
            VR.AE, VR.CS, VR.LO, VR.SH, VR.PN, VR.LT, VR.ST, VR.UT, VR.UC, VR.UI, VR.DA, VR.IS, VR.DS, VR.US, VR.SS,
            VR.UL, VR.SL, VR.FL, VR.FD, VR.OB, VR.OW, VR.AT, VR.UN);

    private final Random random;

    RandomAttributes(long seed) {
        random = new Random(seed);
    }

    /** Private elements, so that the dictionary cannot help; {@code depth} levels of sequences below. */
    Attributes next(int depth) {
        var attributes = new Attributes();
        var count = 1 + random.nextInt(30);
        for (var i = 0; i < count; i++) {
            var tag = (0x0009 + 2 * random.nextInt(40)) << 16 | 0x1000 + random.nextInt(0x500);
            if (depth > 0 && random.nextInt(5) == 0) {
                var items = attributes.newSequence(tag);
                for (var n = random.nextInt(3); n > 0; n--) {
                    items.add(next(depth - 1));
                }
            } else {
                set(attributes, tag, PLAIN.get(random.nextInt(PLAIN.size())));
            }
        }
        return attributes;
    }

    private void set(Attributes attributes, int tag, VR vr) {
        switch (vr) {
            case UI -> attributes.setString(tag, vr, "1.2." + random.nextInt(1 << 20));
            case DA ->
                attributes.setString(
                        tag,
                        vr,
                        "19%02d0%d1%d".formatted(random.nextInt(100), 1 + random.nextInt(9), random.nextInt(9)));
            case IS -> attributes.setInt(tag, vr, random.nextInt(), random.nextInt(100));
            case DS, FL, FD -> attributes.setDouble(tag, vr, random.nextGaussian() * 1e5, random.nextInt(9));
            case US, OW -> attributes.setInt(tag, vr, random.nextInt(1 << 16), random.nextInt(1 << 16));
            case SS -> attributes.setInt(tag, vr, random.nextInt(1 << 16) - (1 << 15));
            case UL, SL, AT -> attributes.setInt(tag, vr, random.nextInt());
            case OB, UN -> {
                var bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                attributes.setBytes(tag, vr, bytes);
            }
            default -> attributes.setString(tag, vr, texts(vr));
        }
    }

    private String[] texts(VR vr) {
        var values = new ArrayList<String>();
        for (var n = vr.isLongText() ? 1 : 1 + random.nextInt(3); n > 0; n--) {
            var text = new StringBuilder();
            for (var length = 1 + random.nextInt(15); length > 0; length--) {
                text.append((char) ('A' + random.nextInt(26)));
            }
            values.add(text.toString());
        }
        return values.toArray(String[]::new);
    }
}
