package org.mococxr.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.film.GreyRecipe;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.modelpackage.CheckpointFilms;
import org.mococxr.modelpackage.ExportSettings;
import org.mococxr.modelpackage.ExportedModel;
import org.mococxr.modelpackage.Manifest;
import org.mococxr.modelpackage.ModelExport;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.ProgramVersion;
import org.mococxr.modelpackage.SigningKey;
import org.mococxr.onnx.WeightStorage;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cxr-lab export}. */
@Command(
        name = "export",
        description = {
            "Makes a signed model package from a fine-tuned checkpoint.",
            "Calibrates and chooses operating points on its validation films, writes the network as ONNX, and proves on real films"
                    + " that ONNX Runtime repeats PyTorch; more than 1e-5 apart on any probability, and there is no package."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  cxr-lab export --checkpoint runs/fine --films films.csv --out cxr.cxrmodel --key keys/lab.private.pem \\",
            "      --licence nih=\"NIH ChestX-ray14: no restrictions, cite Wang 2017\""
        })
final class ExportCommand implements Callable<Integer> {
    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "DIR",
            description = "Checkpoint, or run folder with one, that cxr-lab finetune wrote.")
    private Path checkpoint = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE" + ModelPackage.ENDING,
            description = "Package to write; one that is there is replaced.")
    private Path out = Path.of("");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE.private.pem",
            description = "Key to sign with (cxr-lab keygen).")
    private Path key = Path.of("");

    @Option(
            names = "--licence",
            paramLabel = "SOURCE=TEXT",
            description = "Terms of the training films of a source; every source needs one.")
    private Map<String, String> licences = new LinkedHashMap<>();

    @Option(names = "--name", paramLabel = "NAME", description = "Name over all releases (default: cxr-NETWORK).")
    private @Nullable String name;

    @Option(
            names = "--release",
            paramLabel = "N",
            description = "Counts up; boxes refuse an older release (default: ${DEFAULT-VALUE}).")
    private int release = 1;

    @Option(
            names = "--weights",
            paramLabel = "fp32|fp16|int8",
            description =
                    "How weights are stored. fp16 halves the package; int8 quarters it and computes in 8 bits, which makes"
                            + " another model of it and needs --films (default: ${DEFAULT-VALUE}).")
    private WeightStorage weights = WeightStorage.FP32;

    @ArgGroup(
            exclusive = false,
            multiplicity = "0..1",
            heading =
                    "The films of the fine-tuning, for figures by sex, age and view, and to judge fp16 and int8 by the validation films:%n")
    private @Nullable FilmSources films;

    @Option(
            names = "--force",
            description =
                    "Export fp16 or int8 although an AUROC leaves the 32-bit interval, or more than 2 %% of films are decided"
                            + " otherwise; the model card says so.")
    private boolean force;

    @Option(
            names = "--default-point",
            paramLabel = "[FINDING=]POINT",
            description = "Operating point boxes use unless told otherwise: sensitivity90, specificity70 or balanced;"
                    + " for all findings, or for one (default: sensitivity90).")
    private List<String> defaultPoints = new ArrayList<>();

    @Option(
            names = "--remark",
            paramLabel = "SENTENCE",
            description =
                    "Something about films or labels that users of the model should know; goes into the model card.")
    private List<String> remarks = new ArrayList<>();

    @Option(
            names = "--input-check",
            paramLabel = "DIR",
            description =
                    "Check that cxr-lab input-check wrote for this checkpoint. Without it a box scores side views and other"
                            + " pictures that no header gives away.")
    private @Nullable Path inputCheck;

    @Option(
            names = "--minimum-box",
            paramLabel = "VERSION",
            description = "Lowest version of cxr-box that may use the model; an earlier one refuses it (default: "
                    + "${DEFAULT-VALUE}).")
    private ProgramVersion minimumBox = Manifest.FIRST_BOX;

    @Option(
            names = "--grey",
            paramLabel = "display|equalised",
            description =
                    "How a box turns DICOM films into grey for this model. equalised: as MIMIC-CXR-JPG and CheXpert were made,"
                            + " for a model that learned from such pictures (default: ${DEFAULT-VALUE}).")
    private GreyRecipe grey = GreyRecipe.DISPLAY;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Checkpoint read = Checkpoint.read(checkpointFolder());
        Map<String, String> pointOf = new LinkedHashMap<>();
        String pointOfAll = "sensitivity90";
        for (String given : defaultPoints) {
            int equals = given.indexOf('=');
            if (equals < 0) {
                pointOfAll = given;
            } else {
                pointOf.put(requireFinding(read, given.substring(0, equals)), given.substring(equals + 1));
            }
        }
        var settings = new ExportSettings(
                name != null ? name : "cxr-" + read.state().network().replace('_', '-'),
                release,
                weights,
                pointOfAll,
                pointOf,
                licences,
                remarks,
                Optional.ofNullable(inputCheck).map(InputCheck::read),
                grey,
                minimumBox,
                force,
                LabVersion.text());
        ExportedModel exported = ModelExport.export(read, settings, SigningKey.read(key), films(read));
        PackageFile.write(out, exported.bytes());
        report(exported);
        return LabMain.OK;
    }

    private Optional<CheckpointFilms> films(Checkpoint read) {
        return Optional.ofNullable(films)
                .map(given ->
                        new FilmsOfTheLab(given, read, out, Runtime.getRuntime().availableProcessors()));
    }

    private Path checkpointFolder() {
        Path inside = checkpoint.resolve("checkpoint");
        return Files.exists(checkpoint.resolve(Checkpoint.STATE)) || !Files.isDirectory(inside) ? checkpoint : inside;
    }

    private static String requireFinding(Checkpoint checkpoint, String finding) {
        if (!checkpoint.state().findings().contains(finding)) {
            throw new IllegalArgumentException("--default-point names the finding \"" + finding
                    + "\"; the checkpoint has " + checkpoint.state().findings());
        }
        return finding;
    }

    private void report(ExportedModel exported) {
        var terminal = spec.commandLine().getOut();
        Manifest manifest = exported.manifest();
        terminal.printf("%s%n", manifest.id());
        terminal.printf(
                "parity with PyTorch over %d real films, %s%n",
                manifest.parity().films(), manifest.parity().engine());
        terminal.printf("  largest differences: %s%n", manifest.parity().fp32().inWords());
        manifest.parity()
                .packaged()
                .ifPresent(packaged -> terminal.printf(
                        "  as packaged (%s): %s%n", manifest.weights().inWords(), packaged.inWords()));
        terminal.println(exported.golden().inWords());
        Explanation.findings(manifest, terminal);
        Explanation.inputCheck(exported.inputCheck(), terminal);
        terminal.printf("%s: %.1f MB%n", out, exported.sizeBytes() / 1e6);
        terminal.printf("SHA-256 %s%n", exported.digest());
        terminal.println(manifest.intendedUse());
    }
}
