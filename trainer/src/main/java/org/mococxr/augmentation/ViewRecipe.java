package org.mococxr.augmentation;

import java.util.List;
import java.util.Locale;

/**
 * How far a random view may differ from its film.
 *
 * @param flipProbability mirrored left to right
 * @param rotationDegrees turned by up to this, either way
 * @param cropAreaMin smallest share of the film's area that a crop keeps; 1 keeps all
 * @param jitterProbability that brightness, contrast and gamma change
 * @param brightness grey is scaled by 1 - b to 1 + b
 * @param contrast distance from the view's mean is scaled by 1 - c to 1 + c
 * @param gammaLog grey becomes grey^g, with the logarithm of g within this, either way
 * @param blurProbability that the view is blurred
 * @param blurSigmaMaxFraction widest Gaussian blur as a share of the view's side
 * @param noiseProbability that noise is added
 * @param noiseStdMax strongest noise, in grey 0..1
 * @param shift what differs between hospitals beyond that
 */
public record ViewRecipe(
        String name,
        double flipProbability,
        double rotationDegrees,
        double cropAreaMin,
        double jitterProbability,
        double brightness,
        double contrast,
        double gammaLog,
        double blurProbability,
        double blurSigmaMaxFraction,
        double noiseProbability,
        double noiseStdMax,
        Shift shift) {

    /**
     * What two hospitals do differently to the same patient: the tone curve of their units, the collimation, what lies on the film.
     *
     * @param toneProbability that grey is redrawn along a random rising curve
     * @param collimationProbability that a border goes black, each side by up to an eighth of the view
     * @param erasingProbability that a rectangle of up to a sixteenth of the view becomes one grey, as a marker or a wire would
     * @param coarseningProbability that detail is lost, as in a copy of down to a quarter of the view's pixels a side: collections
     *     differ in the size of their copies, and sharpness must not tell where a film comes from
     */
    public record Shift(
            double toneProbability,
            double collimationProbability,
            double erasingProbability,
            double coarseningProbability) {
        static final Shift NONE = new Shift(0, 0, 0, 0);

        public Shift {
            requireProbability("another tone curve", toneProbability);
            requireProbability("a collimated border", collimationProbability);
            requireProbability("an erased rectangle", erasingProbability);
            requireProbability("lost detail", coarseningProbability);
        }
    }

    /** The film as it is, only scaled. */
    public static final ViewRecipe PLAIN = new ViewRecipe("plain", 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, Shift.NONE);

    /** MoCo-CXR's: mirror and turn by up to 10 degrees; crops and grey changes were avoided for fear of hiding the lesion. */
    public static final ViewRecipe PAPER = new ViewRecipe("paper", 0.5, 10, 1, 0, 0, 0, 0, 0, 0, 0, 0, Shift.NONE);

    /**
     * Crops, turns and changes what differs between X-ray units but not between patients. A few thousand films are memorised through
     * mirror and turn alone. Not mirrored: the heart is on the left.
     */
    public static final ViewRecipe CXR_STRONG =
            new ViewRecipe("cxr-strong", 0, 10, 0.5, 0.8, 0.4, 0.4, 0.4, 0.5, 2.0 / 224, 0.5, 0.05, Shift.NONE);

    /** For learning from labels: gentle enough to keep the finding in the picture. */
    public static final ViewRecipe CXR_LIGHT =
            new ViewRecipe("cxr-light", 0, 10, 0.75, 0.8, 0.25, 0.25, 0.25, 0.2, 1.0 / 224, 0.2, 0.03, Shift.NONE);

    /** For models that must work at hospitals they have not seen: as the light one, and what hospitals do differently. */
    public static final ViewRecipe CXR_SHIFT = new ViewRecipe(
            "cxr-shift", 0, 10, 0.75, 0.8, 0.25, 0.25, 0.25, 0.2, 1.0 / 224, 0.2, 0.03, new Shift(0.5, 0.5, 0.3, 0.5));

    private static final List<ViewRecipe> PRESETS = List.of(PLAIN, PAPER, CXR_LIGHT, CXR_STRONG, CXR_SHIFT);

    public ViewRecipe {
        requireProbability("flip", flipProbability);
        requireProbability("jitter", jitterProbability);
        requireProbability("blur", blurProbability);
        requireProbability("noise", noiseProbability);
        if (!(cropAreaMin > 0 && cropAreaMin <= 1)) {
            throw new IllegalArgumentException("a crop keeps a share of the film, 0 to 1, not " + cropAreaMin);
        }
        if (!(rotationDegrees >= 0 && rotationDegrees <= 45)) {
            throw new IllegalArgumentException("views are turned by 0 to 45 degrees, not " + rotationDegrees);
        }
        if (!(brightness >= 0 && brightness < 1 && contrast >= 0 && contrast < 1 && gammaLog >= 0)) {
            throw new IllegalArgumentException(
                    "brightness and contrast change by 0 to 1, gamma by 0 or more; were %s, %s, %s"
                            .formatted(brightness, contrast, gammaLog));
        }
    }

    private static void requireProbability(String what, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("the probability of %s is %s, not 0..1".formatted(what, probability));
        }
    }

    /** @throws IllegalArgumentException naming the presets */
    public static ViewRecipe preset(String name) {
        return PRESETS.stream()
                .filter(recipe -> recipe.name().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown augmentation %s; known: %s"
                        .formatted(name, PRESETS.stream().map(ViewRecipe::name).toList())));
    }

    /** The same recipe, mirrored with this probability. */
    public ViewRecipe withFlip(double probability) {
        return new ViewRecipe(
                name,
                probability,
                rotationDegrees,
                cropAreaMin,
                jitterProbability,
                brightness,
                contrast,
                gammaLog,
                blurProbability,
                blurSigmaMaxFraction,
                noiseProbability,
                noiseStdMax,
                shift);
    }
}
