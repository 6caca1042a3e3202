package org.mococxr.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.mococxr.network.Network;

/**
 * Tensors of a published file under the names that our networks use, which are torchvision's.
 *
 * @param tensors by torchvision's name; what belongs to nothing known keeps the name it had
 * @param prefix what stood before the network's names, such as {@code module.encoder_q.}
 * @param momentumCopies names of MoCo's key encoder and queue, which only its own training uses
 */
public record ForeignNames(Map<String, Tensor> tensors, String prefix, Set<String> momentumCopies) {
    /** The one that most of the network's names stand behind is left out; of several, the first here. */
    private static final List<String> PREFIXES = List.of(
            "module.encoder_q.",
            "encoder_q.",
            "module.base_encoder.",
            "base_encoder.",
            "module.model.",
            "module.",
            "model.",
            "backbone.",
            "encoder.",
            "");

    private static final Pattern MOMENTUM_COPY =
            Pattern.compile("(module\\.)?(encoder_k\\..*|momentum_encoder\\..*|queue|queue_ptr)");
    /** torchvision's published DenseNets still carry the names of 2017: {@code denselayer1.norm.1.weight}. */
    private static final Pattern OLD_DENSE_LAYER = Pattern.compile("(denselayer\\d+\\.(?:norm|relu|conv))\\.([12])\\.");

    public ForeignNames {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        momentumCopies = Collections.unmodifiableSet(new TreeSet<>(momentumCopies));
    }

    /** @return every tensor of the file, renamed, kept or counted among the momentum copies */
    public static ForeignNames of(Map<String, Tensor> file, Network network) {
        String prefix = "";
        long most = 0;
        for (String candidate : PREFIXES) {
            long found = network.parameters().stream()
                    .filter(parameter -> file.containsKey(candidate + parameter.name()))
                    .count();
            if (found > most) {
                most = found;
                prefix = candidate;
            }
        }
        return behind(prefix, file);
    }

    private static ForeignNames behind(String prefix, Map<String, Tensor> file) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        Set<String> copies = new TreeSet<>();
        file.forEach((name, tensor) -> {
            if (MOMENTUM_COPY.matcher(name).matches()) {
                copies.add(name);
            } else if (name.startsWith(prefix)) {
                String bare = name.substring(prefix.length());
                renamed.put(OLD_DENSE_LAYER.matcher(bare).replaceAll("$1$2."), tensor);
            } else {
                renamed.put(name, tensor);
            }
        });
        if (renamed.size() + copies.size() != file.size()) {
            throw new CheckpointUnreadableException(
                    "two of the file's tensors have the same name once \"" + prefix + "\" is left out");
        }
        return new ForeignNames(renamed, prefix, copies);
    }
}
