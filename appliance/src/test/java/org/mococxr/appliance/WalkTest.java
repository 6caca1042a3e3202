package org.mococxr.appliance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.*;
import org.mococxr.dicom.net.*;
import org.mococxr.phantom.*;
import java.net.http.*;

final class WalkTest {
    @TempDir Path folder;
    static final Pattern ATTR = Pattern.compile("\\b(?:aria-label|title|alt|placeholder|data-said)=\"([^\"]*)\"");

    static List<String> texts(String html) {
        var list = new ArrayList<String>();
        var body = html.replaceAll("(?s)<script.*?</script>", "").replaceAll("(?s)<style.*?</style>", "").replaceAll("(?s)<article class=\"sheet card\".*?</article>","");
        for (var t : body.split("(?s)<[^>]*>")) { var s = t.strip().replaceAll("\\s+"," "); if (!s.isEmpty()) list.add(s); }
        ATTR.matcher(body).results().forEach(m -> list.add("@" + m.group(1)));
        return list;
    }

    static String get(RunningBox box, String path, String lang, String cookie) throws Exception {
        var r = HttpRequest.newBuilder(box.uri(path)).header("Accept", "text/html").header("Cookie", "cxr-language=" + lang + (cookie.isEmpty() ? "" : "; " + cookie)).build();
        return box.http().send(r, HttpResponse.BodyHandlers.ofString()).body();
    }

    void compare(RunningBox box, String path, String cookie) throws Exception {
        var out = new StringBuilder("=== " + path + "\n");
        var en = new HashSet<>(texts(get(box, path, "en", cookie)));
        for (var t : new LinkedHashSet<>(texts(get(box, path, "fr", cookie)))) if (en.contains(t) && t.matches("(?s).*[a-z]{3}.*")) out.append("  same: ").append(t).append('\n');
        for (var t : new LinkedHashSet<>(texts(get(box, path, "hi", cookie)))) if (t.matches("(?s).*[a-z]{3}.*")) out.append("  hi: ").append(t).append('\n');
        Files.writeString(Path.of("/tmp/w-lang-walk.txt"), out.toString(), java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
    }

    @Test
    void walk() throws Exception {
        Files.deleteIfExists(Path.of("/tmp/w-lang-walk.txt"));
        try (var box = RunningBox.start(folder.resolve("a"), new Peer("PACS", "127.0.0.1", 1))) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            box.store(PhantomStudy.dicom(PhantomKind.LATERAL, 2));
            var copy = PhantomStudy.dataset(PhantomKind.EFFUSION, 3, PhantomStudyOptions.usual());
            copy.setString(Tag.SOPClassUID, VR.UI, UID.SecondaryCaptureImageStorage);
            var bytes = DicomWriter.toBytes(DicomObject.of(copy, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
            box.store(bytes);
            System.out.println("UP " + box.upload(bytes).body());
            var odd = PhantomStudy.dataset(PhantomKind.EFFUSION, 4, PhantomStudyOptions.usual());
            odd.setInt(Tag.WindowCenter, VR.DS, 9000000); odd.setInt(Tag.WindowWidth, VR.DS, 10);
            box.store(DicomWriter.toBytes(DicomObject.of(odd, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
            var ps = PhantomStudy.dataset(PhantomKind.EFFUSION, 6, PhantomStudyOptions.usual());
            ps.setString(Tag.PatientID, VR.LO, ""); 
            box.store(DicomWriter.toBytes(DicomObject.of(ps, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
            for (var junk : List.of(new byte[300], Arrays.copyOf(PhantomStudy.dicom(PhantomKind.NORMAL, 9), 5000))) System.out.println("UP " + box.upload(junk).body());
            try (var association = StoreScu.connect(new Peer("CXRBOX", "127.0.0.1", box.dicomPort()), "XRAY7", List.of(PresentationContext.verification()))) { association.echo(); }
            try { StoreScu.connect(new Peer("WRONG", "127.0.0.1", box.dicomPort()), "XRAY8", List.of(PresentationContext.verification())).close(); } catch (RuntimeException e) { System.out.println(e); }
            box.http().send(HttpRequest.newBuilder(box.uri("/system/test-film")).header("Origin", "http://127.0.0.1:" + box.httpPort()).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
            Thread.sleep(9000);
            var films = box.json("/api/v1/films").path("films");
            for (var path : List.of("/", "/?by=study", "/?show=attention", "/erase", "/models", "/first-steps", "/dashboard", "/system", "/peers", "/settings", "/nosuch", "/films/nosuch", "/sign-in", "/set-up", "/account", "/people", "/audit",
                "/settings/preview?keep_days=-1", "/settings/preview?keep_days=soon", "/settings/preview?keep_days=99999999999", "/settings/preview?copies_from=A%5CB", "/settings/preview?site_name=" + "x".repeat(70), "/settings/preview?make_room_below=999999999999",
                "/settings/preview?site_name=Hill&policy=research&keep_days=30&make_room_below=100&copies_from=*&naming=name", "/?show=nonsense", "/?sort=nonsense")) compare(box, path, "");
            for (var film : films) { var ref = film.path("ref").asText(); for (var p : List.of("/films/" + ref, "/films/" + ref + "/slip", "/films/" + ref + "/erase")) compare(box, p, ""); }
            var model = box.json("/api/v1/models").toString().replaceFirst("(?s).*?\"digest\":\"([0-9a-f]+)\".*", "$1");
            for (var p : List.of("/models/" + model, "/models/" + model + "/card", "/models/" + model + "/points", "/models/" + model + "/points?tuberculosis=nonsense", "/models/abc")) compare(box, p, "");
            var x = box.http().send(HttpRequest.newBuilder(box.uri("/peers/test")).header("Cookie","cxr-language=fr").header("Accept","text/html").header("Origin", "http://127.0.0.1:" + box.httpPort()).header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString("peer=PACS@127.0.0.1:1")).build(), HttpResponse.BodyHandlers.ofString());
            System.out.println("PEER " + texts(x.body()));
            System.out.println("FR " + texts(get(box, "/peers", "fr", "")));
            System.out.println("FR " + texts(get(box, "/system", "fr", "")));
        }
        try (var box = RunningBox.startClosed(folder.resolve("b"))) {
            var admin = new Browser(box).setUp("first", "four dry lungs");
            var auditor = admin.add("ada", "auditor");
            admin.submit("/people", "name", "x", "role", "admin");
            compare(box, "/people", admin.cookie());
            compare(box, "/account", admin.cookie());
            compare(box, "/audit", auditor.cookie());
            compare(box, "/settings/preview?keep_days=-1", admin.cookie());
            compare(box, "/films/abc", admin.cookie());
        }
    }
}
