package org.mococxr.appliance.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.mococxr.appliance.web.door.SpokenResponse;

/** The style sheet and scripts that come with the box, read once. */
final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "box.css", "text/css; charset=utf-8",
            "box.js", "text/javascript; charset=utf-8",
            "upload.js", "text/javascript; charset=utf-8",
            "viewer.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml",
            "icons.svg", "image/svg+xml");

    private final Map<String, byte[]> files;
    private final Map<String, String> tags;

    private Assets(Map<String, byte[]> files, Map<String, String> tags) {
        this.files = files;
        this.tags = tags;
    }

    static Assets load() {
        var files = new HashMap<String, byte[]>();
        var tags = new HashMap<String, String>();
        for (var name : TYPES.keySet()) {
            var bytes = bytes(name);
            files.put(name, bytes);
            tags.put(name, '"' + digest(bytes) + '"');
        }
        return new Assets(Map.copyOf(files), Map.copyOf(tags));
    }

    void serve(Context context) {
        var name = context.pathParam("file");
        var bytes = files.get(name);
        if (bytes == null) {
            throw SpokenResponse.notFound("problem.nothing");
        }
        var tag = Objects.requireNonNull(tags.get(name));
        context.header("ETag", tag).header("Cache-Control", "no-cache");
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(Objects.requireNonNull(TYPES.get(name))).result(bytes);
        }
    }

    private static byte[] bytes(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, () -> "this build lacks the page's file " + name)
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the page's file " + name, e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }
}
