package org.mococxr.phantom;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.mococxr.film.Radiograph;
import org.mococxr.film.Rendering;

/**
 * One synthetic film as 12-bit values: 0 black to 4095 white, or for slices out of CT Hounsfield units
 * plus {@value #HOUNSFIELD_OFFSET}. Owns its pixels; immutable.
 */
public final class PhantomFilm {
    /** Bits that carry the value. */
    public static final int BITS = 12;

    /** What is added to Hounsfield units so that they fit unsigned 12 bits. */
    public static final int HOUNSFIELD_OFFSET = 1024;

    private static final int WHITE = (1 << BITS) - 1;
    private static final int SMALLEST_SIDE_PIXELS = 16;
    private static final int LARGEST_SIDE_PIXELS = 8192;
    private static final int NOISE_TABLE = 4096;
    private static final double CT_NOISE_HOUNSFIELD = 14;

    private final int rows;
    private final int columns;
    private final short[] values;

    private PhantomFilm(int rows, int columns, short[] values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /** Draws the film of one kind and seed at the given size, 16 to 8192 pixels each way. */
    public static PhantomFilm draw(PhantomKind kind, long seed, int rows, int columns) {
        return draw(kind, seed, seed, rows, columns);
    }

    /** As {@link #draw(PhantomKind, long, int, int)}, the same patient and finding taken again under another exposure. */
    public static PhantomFilm draw(PhantomKind kind, long patientSeed, long exposureSeed, int rows, int columns) {
        requireSide("rows", rows);
        requireSide("columns", columns);
        float[] noise = noiseTable(exposureSeed);
        short[] values = kind.isSlice()
                ? drawSlice(slice(kind, patientSeed), exposureSeed, rows, columns, noise)
                : drawFilm(scene(kind, patientSeed), exposureSeed, rows, columns, noise);
        return new PhantomFilm(rows, columns, values);
    }

    /** Draws at a format (square, portrait or landscape) that belongs to the seed, its long side as given. */
    public static PhantomFilm draw(PhantomKind kind, long seed, int longSidePixels) {
        return retake(kind, seed, seed, longSidePixels);
    }

    /** As {@link #draw(PhantomKind, long, int)}, the same patient and finding taken again under another exposure. */
    public static PhantomFilm retake(PhantomKind kind, long patientSeed, long exposureSeed, int longSidePixels) {
        if (kind == PhantomKind.CT_SLICE) {
            return draw(kind, patientSeed, exposureSeed, longSidePixels, longSidePixels);
        }
        var chance = Chance.of(exposureSeed, "format");
        double aspect = chance.happens(0.4) ? 1.0 : chance.between(0.82, 0.98);
        int shortSidePixels = (int) Math.round(longSidePixels * aspect);
        return chance.happens(0.6)
                ? draw(kind, patientSeed, exposureSeed, longSidePixels, shortSidePixels)
                : draw(kind, patientSeed, exposureSeed, shortSidePixels, longSidePixels);
    }

    /** 8-bit grey PNG. */
    public static byte[] png(PhantomKind kind, long seed, int longSidePixels) {
        return draw(kind, seed, longSidePixels).png();
    }

    /** 16-bit grey PNG, the 12-bit values stretched to full range. */
    public static byte[] png16(PhantomKind kind, long seed, int longSidePixels) {
        return draw(kind, seed, longSidePixels).png16();
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** As a film on the light box: darkest value black, 4095 white. */
    public Radiograph radiograph() {
        float[] lookup = new float[WHITE + 1];
        for (int value = 0; value <= WHITE; value++) {
            lookup[value] = (float) value / WHITE;
        }
        return Radiograph.of(rows, columns, values.clone(), lookup, new Rendering("phantom/1", false, List.of()));
    }

    /** 0..4095. */
    public int value(int row, int column) {
        return values[row * columns + column];
    }

    /** A copy, row-major, each 0..4095. */
    public short[] values() {
        return values.clone();
    }

    /** This film as 8-bit grey PNG. */
    public byte[] png() {
        var image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) (values[i] >> (BITS - 8));
        }
        return encode(image);
    }

    /** This film as 16-bit grey PNG, the 12-bit values stretched to full range. */
    public byte[] png16() {
        var image = new BufferedImage(columns, rows, BufferedImage.TYPE_USHORT_GRAY);
        short[] pixels = ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (short) (values[i] << (16 - BITS) | values[i] >> (2 * BITS - 16));
        }
        return encode(image);
    }

    private static byte[] encode(BufferedImage image) {
        var out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java runtime has no PNG writer (module java.desktop)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not write a phantom PNG to memory", e);
        }
        return out.toByteArray();
    }

    private static void requireSide(String name, int pixels) {
        if (pixels < SMALLEST_SIDE_PIXELS || pixels > LARGEST_SIDE_PIXELS) {
            throw new IllegalArgumentException("phantom " + name + " must be " + SMALLEST_SIDE_PIXELS + " to "
                    + LARGEST_SIDE_PIXELS + " pixels, was " + pixels);
        }
    }

    private static Scene scene(PhantomKind kind, long seed) {
        return switch (kind) {
            case NORMAL, EFFUSION, TB_LIKE, EFFUSION_AND_TB -> new FrontalChest(seed, kind);
            case LATERAL -> new LateralChest(seed);
            case CT_SLICE, CORONAL_CT -> throw new IllegalArgumentException("a CT slice is no projection");
        };
    }

    private static Slice slice(PhantomKind kind, long seed) {
        return kind == PhantomKind.CT_SLICE ? new AxialSlice(seed) : new CoronalSlice(seed);
    }

    private static short[] drawFilm(Scene scene, long seed, int rows, int columns, float[] noise) {
        var exposure = Exposure.of(seed);
        double half = Math.min(rows, columns) / 2.0;
        double perPixel = 1 / (half * exposure.zoom());
        double sine = exposure.rotationSine();
        double cosine = Math.sqrt(1 - sine * sine);
        float[] grey = new float[rows * columns];
        IntStream.range(0, rows).parallel().forEach(row -> {
            double v = (row + 0.5 - rows / 2.0) * perPixel - exposure.shiftY();
            for (int column = 0; column < columns; column++) {
                double u = (column + 0.5 - columns / 2.0) * perPixel - exposure.shiftX();
                double density = scene.density(cosine * u + sine * v, cosine * v - sine * u);
                grey[row * columns + column] = (float) exposure.grey(density);
            }
        });
        int radius = (int) Math.round(exposure.blur() * Math.min(rows, columns));
        var blurred = new BoxBlur(rows, columns).twice(grey, radius);
        return develop(blurred, exposure, seed, rows, columns, noise);
    }

    /** Adds what happens at the detector: noise, collimation, marker; and rounds to 12 bits. */
    private static short[] develop(float[] grey, Exposure exposure, long seed, int rows, int columns, float[] noise) {
        int side = Math.min(rows, columns);
        var marker = SideMarker.of(seed, (double) columns / side, (double) rows / side);
        var cut = exposure.collimation();
        short[] values = new short[rows * columns];
        for (int row = 0; row < rows; row++) {
            boolean rowCut = row < cut.top() * rows || row >= (1 - cut.bottom()) * rows;
            for (int column = 0; column < columns; column++) {
                int index = row * columns + column;
                boolean collimated = rowCut || column < cut.left() * columns || column >= (1 - cut.right()) * columns;
                double value = collimated ? exposure.collimatedGrey() : grey[index];
                if (marker.covers((column + 0.5) / side, (row + 0.5) / side)) {
                    value = marker.grey();
                }
                value += exposure.noise() * (0.5 + value) * noiseAt(noise, seed, index);
                values[index] = (short) Shapes.clamp(Math.rint(value * WHITE), 0, WHITE);
            }
        }
        return values;
    }

    private static short[] drawSlice(Slice slice, long noiseSeed, int rows, int columns, float[] noise) {
        double half = Math.min(rows, columns) / 2.0;
        short[] values = new short[rows * columns];
        for (int row = 0; row < rows; row++) {
            double y = (row + 0.5 - rows / 2.0) / half;
            for (int column = 0; column < columns; column++) {
                double x = (column + 0.5 - columns / 2.0) / half;
                int index = row * columns + column;
                double value = slice.hounsfield(x, y) + CT_NOISE_HOUNSFIELD * noiseAt(noise, noiseSeed, index);
                values[index] = (short) Shapes.clamp(Math.rint(value + HOUNSFIELD_OFFSET), 0, WHITE);
            }
        }
        return values;
    }

    private static float[] noiseTable(long seed) {
        var chance = Chance.of(seed, "noise");
        float[] table = new float[NOISE_TABLE];
        for (int i = 0; i < NOISE_TABLE; i++) {
            table[i] = (float) chance.gaussian();
        }
        return table;
    }

    private static float noiseAt(float[] table, long seed, int pixel) {
        return table[(int) (Chance.mix(seed ^ (pixel * 0x9E3779B97F4A7C15L)) & (NOISE_TABLE - 1))];
    }
}
