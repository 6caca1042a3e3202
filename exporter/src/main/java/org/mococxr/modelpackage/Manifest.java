package org.mococxr.modelpackage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.evaluation.Calibration;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.evaluation.Subgroup;
import org.mococxr.film.GreyRecipe;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.onnx.WeightStorage;

/**
 * {@code manifest.json}: everything the package says about its model. The truth about the package; its other files are bound to it by
 * SHA-256 and it is bound to its maker by the signature.
 *
 * @param format {@link #FORMAT}, or one of the earlier {@link #FORMATS} that {@link ManifestFormats} still reads
 * @param id name, release and the first digits of the model's digest: {@code cxr-resnet18-r3-0123456789ab}
 * @param name the model's name over all its releases
 * @param release counts up; a box takes no lower one than it has had
 * @param intendedUse shown wherever the model is
 * @param minimumBox the lowest version of the box that may use the model; packages of earlier formats do not say
 * @param network the backbone
 * @param findings in the order of the model's outputs
 * @param training films it learned from, by source
 * @param files every file of the package but this and its signature, by path
 */
public record Manifest(
        String format,
        String id,
        String name,
        int release,
        String intendedUse,
        Optional<ProgramVersion> minimumBox,
        String network,
        WeightStorage weights,
        Input input,
        List<Finding> findings,
        Parity parity,
        Training training,
        Lineage lineage,
        List<FileEntry> files) {
    public static final String FORMAT = "cxr-model/3";
    static final String FORMAT_WITHOUT_INPUT_CHECK = "cxr-model/1";
    static final String FORMAT_WITH_INPUT_CHECK = "cxr-model/2";
    /** Every format there has been. */
    static final List<String> FORMATS = List.of(FORMAT_WITHOUT_INPUT_CHECK, FORMAT_WITH_INPUT_CHECK, FORMAT);

    /** The first box that reads {@link #FORMAT}. */
    public static final ProgramVersion FIRST_BOX = new ProgramVersion(0, 1, 0);

    public static final String INTENDED_USE =
            "Research use only. Not a medical device: no diagnosis, no treatment decision and no"
                    + " exclusion of disease may rest on its output.";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    public Manifest {
        if (!FORMATS.contains(format)) {
            throw new IllegalArgumentException("the format is \"" + format + "\", this program reads " + FORMATS);
        }
        if (format.equals(FORMAT) != minimumBox.isPresent()) {
            throw new IllegalArgumentException("a package of the format \"" + format + "\" "
                    + (minimumBox.isPresent() ? "cannot name" : "must name") + " the lowest version of the box");
        }
        requireName(name);
        if (release < 1) {
            throw new IllegalArgumentException("releases count from 1, was " + release);
        }
        if (intendedUse.isBlank()) {
            throw new IllegalArgumentException("the intended use must be stated");
        }
        findings = List.copyOf(findings);
        files = List.copyOf(files);
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one finding");
        }
    }

    /** Whether the box must check what it is given before it scores it. */
    boolean hasInputCheck() {
        return format.equals(FORMAT) ? names(InputCheck.REPORT) : format.equals(FORMAT_WITH_INPUT_CHECK);
    }

    private boolean names(String path) {
        return files.stream().anyMatch(file -> file.path().equals(path));
    }

    /** Files that a package of this format cannot be without. */
    List<String> requiredFiles() {
        List<String> required = new ArrayList<>(
                List.of(ModelPackage.MODEL, ModelPackage.CARD, ModelPackage.LICENSES, GoldenExpectation.PATH));
        if (format.equals(FORMAT)) {
            required.add(ModelPackage.CARD_PAGE);
        }
        return required;
    }

    /**
     * Whether a box may use the model.
     *
     * @param box its version
     */
    public boolean allows(ProgramVersion box) {
        return minimumBox.map(lowest -> box.compareTo(lowest) >= 0).orElse(true);
    }

    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a model's name is 1 to 40 lower-case letters, digits and dashes, was \"" + name + "\"");
        }
        return name;
    }

    /**
     * What the model takes.
     *
     * @param sizePixels side of the prepared film
     * @param preparation recipe of the film preparation the model was trained with
     * @param rendering recipes by which stored values may become grey
     * @param greyMean normalisation inside the graph, for the record
     */
    public record Input(int sizePixels, String preparation, List<String> rendering, double greyMean, double greyStd) {
        public Input {
            rendering = List.copyOf(rendering);
        }

        /** How DICOM films become grey for this model. */
        public GreyRecipe grey() {
            return GreyRecipe.among(rendering).orElse(GreyRecipe.DISPLAY);
        }
    }

    /**
     * @param name as in film lists: {@code pleural_effusion}
     * @param displayName as people read it
     * @param metrics on validation films, over all and per source
     * @param groups the same films by source, sex, age and view, at the default operating point; none in packages of earlier formats,
     *     and only by source if the film lists were not at hand
     */
    public record Finding(
            String name,
            String displayName,
            Code code,
            Calibration calibration,
            Thresholds thresholds,
            List<Metric> metrics,
            List<Subgroup> groups) {
        public Finding {
            metrics = List.copyOf(metrics);
            groups = List.copyOf(groups);
        }
    }

    /** A coded concept as DICOM reports carry it: value, coding scheme, meaning. */
    public record Code(String value, String scheme, String meaning) {}

    /**
     * Operating points and the one model they were chosen for.
     *
     * @param modelSha256 of {@code model.onnx}; with another model they are refused
     * @param filmsSha256 of the validation predictions they were chosen on
     * @param defaultPoint the operating point a box uses unless told otherwise
     */
    public record Thresholds(String modelSha256, String filmsSha256, String defaultPoint, List<OperatingPoint> points) {
        public Thresholds {
            Sha256.require("the model of the thresholds", modelSha256);
            Sha256.require("the films of the thresholds", filmsSha256);
            points = List.copyOf(points);
            if (points.stream().map(OperatingPoint::name).distinct().count() != points.size()) {
                throw new IllegalArgumentException("operating points must have different names");
            }
            String wanted = defaultPoint;
            if (points.stream().noneMatch(point -> point.name().equals(wanted))) {
                throw new IllegalArgumentException("the default operating point \"" + defaultPoint + "\" is not among "
                        + points.stream().map(OperatingPoint::name).toList());
            }
        }

        public Optional<OperatingPoint> point(String name) {
            return points.stream().filter(point -> point.name().equals(name)).findFirst();
        }

        public OperatingPoint defaultOperatingPoint() {
            return point(defaultPoint).orElseThrow();
        }
    }

    /**
     * @param source a source of validation films, or {@link #ALL}
     * @param auroc absent when the source has films of one kind only, or too few patients for an interval
     */
    public record Metric(
            String source, int films, int positives, int patients, Optional<Estimate> auroc, double brier) {
        public static final String ALL = "all";
    }

    /** @param initialWeights what the backbone started from before any film of ours */
    public record Training(List<SourceUse> sources, Optional<CheckpointState.InitialWeights> initialWeights) {
        public Training {
            sources = List.copyOf(sources);
        }
    }

    /**
     * @param finetuneFilms films used with labels, validation included
     * @param pretrainFilms films used without labels
     * @param licence the terms, in the exporter's words
     */
    public record SourceUse(String source, int finetuneFilms, int pretrainFilms, String licence) {}

    /**
     * From film lists to the model: each step names the bytes it came from.
     *
     * @param checkpoint the fine-tuning run: settings, seed, film lists and, inside, the run it started from
     * @param checkpointSha256 of its weights
     * @param predictionsSha256 of its validation predictions, behind metrics, calibration and thresholds
     * @param onnxSha256 of {@code model.onnx}
     * @param exporterVersion version of the program that made the package
     */
    public record Lineage(
            CheckpointState checkpoint,
            String checkpointSha256,
            String predictionsSha256,
            String onnxSha256,
            String exporterVersion) {}

    public record FileEntry(String path, long sizeBytes, String sha256) {}
}
