package org.mococxr.appliance.modelstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mococxr.appliance.durable.FileDigest;
import org.mococxr.appliance.language.Sentence;

/**
 * The packages in the folders that a box may take them from, and which of them it has already: told by their bytes, whatever
 * they are called. A file is read once for as long as its size and time stay. Safe for use by many threads.
 */
public final class OfferedPackages {
    private final PackageFolders folders;
    private final ModelStore store;
    private final Map<Version, String> digests = new ConcurrentHashMap<>();

    /** @param installed the model that the same bytes are here already, if they are */
    public record Offered(Path file, Optional<InstalledModel> installed) {}

    /** @param leftOut what could not be looked into, and why */
    public record Offers(List<Offered> packages, List<Sentence> leftOut) {
        public Offers {
            packages = List.copyOf(packages);
            leftOut = List.copyOf(leftOut);
        }
    }

    private record Version(Path file, long sizeBytes, FileTime changed) {}

    public OfferedPackages(PackageFolders folders, ModelStore store) {
        this.folders = folders;
        this.store = store;
    }

    public Offers list() {
        var models = store.list();
        var found = folders.look();
        return new Offers(
                found.packages().stream()
                        .map(file -> new Offered(file, installed(file, models)))
                        .toList(),
                found.leftOut());
    }

    /** Only what the list shows can be named, so no name leads anywhere else. */
    public Optional<Path> named(String fileName) {
        return folders.named(fileName);
    }

    private Optional<InstalledModel> installed(Path file, List<InstalledModel> models) {
        try {
            var version = new Version(file, Files.size(file), Files.getLastModifiedTime(file));
            if (!store.holdsSize(version.sizeBytes())) {
                return Optional.empty(); // most sticks: nothing is read
            }
            var digest = digests.get(version);
            if (digest == null) {
                digest = FileDigest.of(file);
                digests.put(version, digest);
            }
            var found = digest;
            return models.stream().filter(model -> model.digest().equals(found)).findFirst();
        } catch (IOException e) {
            return Optional.empty(); // the stick was pulled out; installing says so
        }
    }
}
