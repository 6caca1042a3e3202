package org.mococxr.appliance;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.people.LocalToken;
import org.mococxr.observation.DiskTrouble;
import picocli.CommandLine.Option;

/** How a command finds a running box and is let in: by the box's data folder, or by address and token. */
final class RunningBoxOptions {
    private static final URI USUAL = URI.create("http://127.0.0.1:8080/");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of a box that runs on this machine: tells its address and lets the command in.")
    private @Nullable Path data;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the box's page. Default: what --data tells, else http://127.0.0.1:8080/.")
    private @Nullable URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with a token for programs, made on the page under People.")
    private @Nullable Path tokenFile;

    URI url() {
        if (url != null) {
            return url;
        }
        if (data == null) {
            return USUAL;
        }
        var ports = DataFolder.ports(data);
        try {
            var port =
                    new ObjectMapper().readTree(ports.toFile()).path("httpPort").asInt();
            return URI.create("http://127.0.0.1:%d/".formatted(port));
        } catch (IOException e) {
            throw new BoxNotStartedException(
                    "no box runs on %s: its file %s cannot be read (%s)".formatted(data, ports, DiskTrouble.inWords(e)),
                    e);
        }
    }

    HttpRequest.Builder ask(String path) {
        var request = HttpRequest.newBuilder(url().resolve(path));
        token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private Optional<String> token() {
        var file = tokenFile != null ? tokenFile : data == null ? null : DataFolder.localToken(data);
        try {
            return file == null || (tokenFile == null && Files.notExists(file))
                    ? Optional.empty()
                    : Optional.of(LocalToken.read(file));
        } catch (IOException e) {
            throw new BoxNotStartedException(
                    "cannot read the token in %s (%s); only the user that runs the box may"
                            .formatted(file, DiskTrouble.inWords(e)),
                    e);
        }
    }
}
