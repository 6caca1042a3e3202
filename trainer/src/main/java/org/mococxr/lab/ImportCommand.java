package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointFolder;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.CheckpointUnreadableException;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.film.FilmPreparation;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.finetuning.Figures;
import org.mococxr.finetuning.ScoredCheckpoint;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.weights.PublicWeights;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cxr-lab import}. */
@Command(
        name = "import",
        description = {
            "Makes a checkpoint from weights that were trained elsewhere: .safetensors, or a .pth of torch 1.6 or newer.",
            "Names may be torchvision's or MoCo's (module.encoder_q. and the like). Every tensor is accounted for; a tensor that is"
                    + " missing, unknown or of another shape ends the import. No Python runs: only tensors are read from a .pth.",
            "With --finding the file's head comes too, and labelled films show what it is worth; cxr-lab export takes the result."
                    + " Without, pretrain and finetune take it."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  cxr-lab import --weights moco-cxr.pth.tar --network resnet18 --size 320 --grey-mean 0.5 --grey-std 0.25 --out moco-cxr",
            "  cxr-lab import --weights chexpert.pth --network densenet121 --size 320 --grey-mean 0.5 --grey-std 0.25 \\",
            "      --finding pleural_effusion=4 --films val.csv --out chexpert",
            "",
            "Weights trained on ImageNet's three channel means: --grey-mean 0.449 --grey-std 0.226 is their average."
        })
final class ImportCommand implements Callable<Integer> {
    @Option(names = "--weights", required = true, paramLabel = "FILE", description = "The file of weights.")
    private Path weights = Path.of("");

    @Option(
            names = "--network",
            required = true,
            paramLabel = "NAME",
            completionCandidates = BackboneNames.class,
            description = "What network they are of, one of ${COMPLETION-CANDIDATES}.")
    private String network = "";

    @Option(
            names = "--size",
            required = true,
            paramLabel = "PIXELS",
            description = "Side of the films it was trained on.")
    private int size;

    @Option(
            names = "--grey-mean",
            required = true,
            paramLabel = "M",
            description = "Mean of grey, 0..1, that its films were normalised with.")
    private double greyMean;

    @Option(
            names = "--grey-std",
            required = true,
            paramLabel = "S",
            description = "Deviation of grey that goes with it.")
    private double greyStd;

    @Option(names = "--licence", paramLabel = "TEXT", description = "Licence of the weights, if the file does not say.")
    private String licence = "not stated";

    @Option(
            names = "--finding",
            paramLabel = "FINDING=OUTPUT",
            description = "A finding and which output of the file's head gives it, counted from 0. May be repeated.")
    private Map<String, Integer> findings = new LinkedHashMap<>();

    @ArgGroup(exclusive = false, multiplicity = "0..1")
    private @Nullable FilmSources sources;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Split of the films that show what it is worth (default: ${DEFAULT-VALUE}).")
    private Split split = Split.VAL;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Checkpoint to write.")
    private Path out = Path.of("");

    @Mixin
    private Computer computer = new Computer();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (findings.isEmpty() == (sources != null)) {
            throw new IllegalArgumentException("--finding and --films go together: a head is worth what films show");
        }
        var described = Networks.require(network);
        var read = PublicWeights.read(weights, described, 1, licence);
        var terminal = spec.commandLine().getOut();
        read.remarks().forEach(terminal::println);
        if (sources == null) {
            CheckpointFolder.write(
                    out,
                    state(CheckpointKind.PRETRAIN, read.origin(), List.of()),
                    folder -> new Safetensors(read.backbone(), Map.of("network", network))
                            .write(folder.resolve(Checkpoint.WEIGHTS)));
        } else {
            importClassifier(described, read, sources);
        }
        var checkpoint = Checkpoint.read(out);
        terminal.printf(
                "%s: %s, %d tensors, weights SHA-256 %s%n",
                out, network, checkpoint.weights().size(), checkpoint.weightsSha256());
        return LabMain.OK;
    }

    private void importClassifier(Network described, PublicWeights read, FilmSources given) {
        var journal = computer.journal();
        var all = new LinkedHashMap<>(read.backbone());
        all.putAll(head(described, read.rest()));
        var lists = given.read();
        var names = List.copyOf(findings.keySet());
        var films = given.prepare(
                LabelledFilms.of(lists, names, split),
                PreparedFilms.Depth.FLOAT32,
                new FilmSources.Preparing(size, out, computer.allThreads()),
                journal);
        try (var engine = computer.open(described)) {
            journal.say(engine.description());
            var uses = lists.stream().map(FilmList::use).toList();
            var figures = ScoredCheckpoint.write(
                    out, engine, state(CheckpointKind.FINETUNE, read.origin(), uses), all, films);
            Figures.table(figures).forEach(spec.commandLine().getOut()::println);
        }
    }

    /** The rows of the file's head that were asked for. */
    private Map<String, Tensor> head(Network described, Map<String, Tensor> rest) {
        var weight = rest.get(described.headParameter() + ".weight");
        var bias = rest.get(described.headParameter() + ".bias");
        var features = described.featureChannels();
        if (weight == null
                || bias == null
                || weight.shape().size() != 2
                || weight.shape().get(1) != features
                || !bias.shape().equals(weight.shape().subList(0, 1))) {
            throw new CheckpointUnreadableException(
                    "cannot import the head of %s: %s.weight [outputs, %d] and %s.bias [outputs] are not in it"
                            .formatted(weights, described.headParameter(), features, described.headParameter()));
        }
        var rows = new float[findings.size() * features];
        var offsets = new float[findings.size()];
        var row = 0;
        for (var output : findings.values()) {
            if (output < 0 || output >= bias.size()) {
                throw new IllegalArgumentException(
                        "the head has the outputs 0 to %d, asked for is %d".formatted(bias.size() - 1, output));
            }
            System.arraycopy(weight.values(), output * features, rows, row * features, features);
            offsets[row] = bias.value(output);
            row++;
        }
        var head = new LinkedHashMap<String, Tensor>();
        head.put(described.headParameter() + ".weight", Tensor.of(rows, findings.size(), features));
        head.put(described.headParameter() + ".bias", Tensor.of(offsets, findings.size()));
        return head;
    }

    private CheckpointState state(
            CheckpointKind kind, CheckpointState.InitialWeights origin, List<CheckpointState.FilmListUse> lists) {
        return new CheckpointState(
                CheckpointState.FORMAT,
                kind,
                network,
                size,
                greyMean,
                greyStd,
                FilmPreparation.RECIPE,
                new ArrayList<>(findings.keySet()),
                0,
                0,
                1,
                Map.of(CheckpointState.IMPORTED, true, "outputs", List.copyOf(findings.values())),
                lists,
                Optional.of(origin),
                Optional.empty(),
                LabVersion.text());
    }
}
