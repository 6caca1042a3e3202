package org.mococxr.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.CheckpointUnreadableException;
import org.mococxr.checkpoint.ForeignNames;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.checkpoint.WeightsFile;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.network.Parameter;
import org.mococxr.observation.DiskTrouble;

/**
 * A backbone out of a file of public weights, safetensors or torch's, with torchvision's names behind any of the usual prefixes.
 *
 * <p>The file must hold the whole backbone, or all of ResNet-18 but the 3x3 half of its last stage, the part that the openly
 * licensed copy lacks. Then that half starts at random and each of its blocks adds nothing at first (weight 0 behind its last batch
 * norm), so that the fresh network computes relu(downsample(layer3)). Anything else is refused, tensor by tensor.
 *
 * @param backbone a tensor for each of {@link Network#parameters()}
 * @param rest tensors of the file that the backbone has no place for: a head, counters
 * @param origin for the checkpoint's record
 * @param remarks what was started at random, what in the file was not used
 */
public record PublicWeights(
        Map<String, Tensor> backbone,
        Map<String, Tensor> rest,
        CheckpointState.InitialWeights origin,
        List<String> remarks) {
    private static final Pattern LAST_STAGE_3X3 = Pattern.compile("layer4\\.[01]\\.(conv[12]|bn[12])\\..*");
    private static final Pattern LAST_NORM_OF_LAST_STAGE = Pattern.compile("layer4\\.[01]\\.bn2\\.weight");
    private static final String BATCHES_SEEN = ".num_batches_tracked";

    /**
     * @param licence what the file is licensed under, if the file itself does not say
     * @throws CheckpointUnreadableException naming every tensor that is missing, unknown or of another shape
     */
    public static PublicWeights read(Path file, Network network, long seed, String licence) {
        var read = WeightsFile.read(file);
        var names = ForeignNames.of(read.tensors(), network);
        var tensors = names.tensors();
        var problems = new ArrayList<String>();
        var remarks = new ArrayList<String>();
        var missing = new TreeSet<String>();
        for (var parameter : network.parameters()) {
            var tensor = tensors.get(parameter.name());
            if (tensor == null) {
                missing.add(parameter.name());
            } else if (!tensor.shape().equals(parameter.shape())) {
                problems.add("%s has the shape %s, %s needs %s"
                        .formatted(parameter.name(), tensor.shape(), network.name(), parameter.shape()));
            } else if (!finite(tensor)) {
                problems.add("%s holds values that are no finite numbers".formatted(parameter.name()));
            }
        }
        var fresh = lastStage3x3(network);
        if (!missing.isEmpty() && !missing.equals(fresh)) {
            missing.forEach(name -> problems.add(name + " is missing"));
        }
        var unused = unused(tensors, network);
        unused.stream()
                .filter(name -> !name.startsWith(headPrefix(network)) && !name.endsWith(BATCHES_SEEN))
                .forEach(name -> problems.add("%s %s has no place in %s"
                        .formatted(name, require(tensors, name).shape(), network.name())));
        if (!problems.isEmpty()) {
            throw new CheckpointUnreadableException("cannot start %s from %s: %s%s"
                    .formatted(network.name(), file, String.join("; ", problems), otherNetwork(tensors)));
        }
        if (!missing.isEmpty()) {
            remarks.add(
                    "%d tensors of the last stage start at random, as the file lacks them".formatted(missing.size()));
        }
        if (!names.prefix().isEmpty()) {
            remarks.add("the file's names stand behind \"%s\"".formatted(names.prefix()));
        }
        if (!names.momentumCopies().isEmpty()) {
            remarks.add("%d tensors of MoCo's key encoder and queue are not used"
                    .formatted(names.momentumCopies().size()));
        }
        if (!unused.isEmpty()) {
            remarks.add("%d tensors of the file are not part of the backbone: %s".formatted(unused.size(), unused));
        }
        var origin = new CheckpointState.InitialWeights(
                String.valueOf(file.getFileName()),
                sha256(file),
                read.metadata().getOrDefault("licence", read.metadata().getOrDefault("license", licence)));
        var rest = new LinkedHashMap<String, Tensor>();
        unused.forEach(name -> rest.put(name, require(tensors, name)));
        return new PublicWeights(backbone(tensors, network, missing, seed), rest, origin, List.copyOf(remarks));
    }

    private static Map<String, Tensor> backbone(
            Map<String, Tensor> tensors, Network network, Set<String> missing, long seed) {
        var random = RandomStart.of(network.parameters(), seed);
        var backbone = new LinkedHashMap<String, Tensor>();
        for (var parameter : network.parameters()) {
            var name = parameter.name();
            if (!missing.contains(name)) {
                backbone.put(name, require(tensors, name));
            } else if (LAST_NORM_OF_LAST_STAGE.matcher(name).matches()) {
                backbone.put(name, Tensor.of(parameter.shape(), new float[(int) parameter.size()]));
            } else {
                backbone.put(name, require(random, name));
            }
        }
        return backbone;
    }

    private static Tensor require(Map<String, Tensor> tensors, String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException(name + " is not among the tensors");
        }
        return tensor;
    }

    private static Set<String> lastStage3x3(Network network) {
        return network.parameters().stream()
                .map(Parameter::name)
                .filter(name -> LAST_STAGE_3X3.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of the head and of whatever stands in its place, such as MoCo's projection {@code fc.0}, {@code fc.2}. */
    private static String headPrefix(Network network) {
        return network.headParameter().split("\\.")[0] + ".";
    }

    private static Set<String> unused(Map<String, Tensor> tensors, Network network) {
        var unused = new TreeSet<>(tensors.keySet());
        network.parameters().forEach(parameter -> unused.remove(parameter.name()));
        return unused;
    }

    private static String otherNetwork(Map<String, Tensor> tensors) {
        return Networks.names().stream()
                .filter(name -> Networks.require(name).parameters().stream()
                        .allMatch(parameter -> tensors.containsKey(parameter.name())
                                && require(tensors, parameter.name()).shape().equals(parameter.shape())))
                .findFirst()
                .map("; the file holds a %s, which can be asked for by that name"::formatted)
                .orElse("");
    }

    private static boolean finite(Tensor tensor) {
        for (var i = 0; i < tensor.size(); i++) {
            if (!Float.isFinite(tensor.value(i))) {
                return false;
            }
        }
        return true;
    }

    private static String sha256(Path file) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new CheckpointUnreadableException("cannot read " + file + ": " + DiskTrouble.inWords(e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** {@code true} if both hold the same tensors, value for value. */
    public static boolean equal(Map<String, Tensor> left, Map<String, Tensor> right) {
        return left.keySet().equals(right.keySet())
                && left.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(
                                entry.getValue().values(),
                                require(right, entry.getKey()).values()));
    }
}
