package org.mococxr.appliance;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.upkeep.RetentionRules;
import org.mococxr.appliance.web.ports.HttpsSettings;
import org.mococxr.appliance.web.ports.WebSettings;
import org.mococxr.dicom.net.tls.Tls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the box: takes films by DICOM and by upload, assesses them, shows them, delivers reports.")
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder of this box alone.")
    private Path data;

    @Option(
            names = "--dicom-port",
            paramLabel = "PORT",
            defaultValue = "11112",
            description = "Port for films; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int dicomPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the page; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int httpPort;

    @Option(
            names = "--http-bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = {
                "Address of the page. Default: ${DEFAULT-VALUE}, this machine only.",
                "On another address passwords travel unencrypted: only in a network you trust."
            })
    private String httpBind;

    @Option(
            names = "--https-port",
            paramLabel = "PORT",
            description = {
                "Also serve the page encrypted on this port; 0 takes a free one.",
                "The box makes a certificate for itself unless --https-certificate names one."
            })
    private @Nullable Integer httpsPort;

    @Option(
            names = "--https-bind",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "Address of the encrypted page. Default: ${DEFAULT-VALUE}, every network of this machine.")
    private String httpsBind;

    @Option(
            names = "--https-certificate",
            paramLabel = "FILE",
            description = "Your own certificate: a PEM chain, or a .p12 file.")
    private @Nullable Path httpsCertificate;

    @Option(
            names = "--https-key",
            paramLabel = "FILE",
            description = "Its key: PEM (PKCS #8), or a file with the password of the .p12 file.")
    private @Nullable Path httpsKey;

    @Option(
            names = "--open-access",
            description =
                    "Let everybody at this machine use the page and the programming interface without signing in.")
    private boolean openAccess;

    @Option(
            names = "--ae-title",
            paramLabel = "AET",
            defaultValue = "CXRBOX",
            description = "AE title of this box. Default: ${DEFAULT-VALUE}.")
    private String aeTitle;

    @Mixin
    private CallerOptions callers = new CallerOptions();

    @Option(
            names = "--pacs",
            paramLabel = "AET@HOST:PORT[,tls][,commitment]",
            converter = Written.Recipient.class,
            description = {
                "Who gets reports; may be repeated. tls secures the connection; with commitment, a report counts as",
                "delivered only once the peer, if it offers to, calls this box and vouches for having stored it."
            })
    private List<ReportPeer> pacs = List.of();

    @Option(
            names = "--watch",
            paramLabel = "DIR",
            description = {
                "Folder whose films, and zips of films, are taken in.",
                "They then move to DIR/done, or to DIR/rejected with the reason beside them."
            })
    private @Nullable Path watch;

    @Option(
            names = "--research",
            description = {
                "Also assess films that only their size, an unknown view or an unknown age would refuse.",
                "Without this option the settings page decides; at first they are refused."
            })
    private boolean research;

    /** While one waits for the disk to confirm, the others keep the processors busy. */
    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Films assessed at the same time. Default: one more than there are processors, up to 5.")
    private int workers = BoxSettings.standardWorkers() + 1;

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            description = {
                "Delete the pixels of films that are done with after N days; results stay.",
                "Without this and the next option the settings page decides; at first nothing is deleted."
            })
    private int keepDays;

    @Option(
            names = "--make-room-below",
            paramLabel = "MIB",
            description = "With less room on the disk, delete the pixels of the oldest films that are done with.")
    private long makeRoomBelowMib;

    @Option(names = "--ready-file", paramLabel = "FILE", description = "Written with the ports once the box is ready.")
    private @Nullable Path readyFile;

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var events = new BoxEvents();
        var tls = callers.tls();
        var box = Appliance.start(settings(tls), Clock.systemUTC());
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            events.stopping();
                            box.close();
                            stopped.countDown();
                        },
                        "stop"));
        var stopReason = box.stopReason().map(Sentence::english).orElse("");
        box.model()
                .ifPresentOrElse(
                        model -> events.ready(model, box.dicomPort(), box.httpPort()),
                        () -> events.readyWithoutModel(stopReason, box.dicomPort(), box.httpPort()));
        out.println("Ready. Research use only, not a medical device.");
        out.println("  Films:   %s port %d%s".formatted(aeTitle, box.dicomPort(), callers.where()));
        out.println("           " + callers.describe(tls));
        out.println("  Page:    http://%s:%d/".formatted(pageHost(), box.httpPort()));
        box.https().ifPresent(https -> {
            out.println("  Secure:  https://%s:%d/".formatted(https.host(), https.port()));
            out.println("           certificate SHA-256 %s".formatted(https.fingerprint()));
        });
        out.println("  Reports: %s".formatted(pacs.isEmpty() ? "to nobody; name a PACS with --pacs" : "to " + pacs));
        out.println("  Model:   " + box.model().map(ServeCommand::describe).orElse("NONE, films wait. " + stopReason));
        box.setUpCode().ifPresent(code -> {
            out.println("  Nobody can sign in yet. Open the page and make the first account with this");
            out.println("  SET-UP CODE: %s".formatted(code));
        });
        if (openAccess) {
            out.println("  Open access: everybody at this machine may use the page without signing in.");
        }
        out.println("Stop with Ctrl-C.");
        out.flush();
        if (readyFile != null) {
            DataFolder.write(readyFile, DataFolder.ports(box.dicomPort(), box.httpPort()));
        }
        stopped.await();
        return 0;
    }

    private static String describe(ModelFacts model) {
        return "%s release %s, %s"
                .formatted(model.name(), model.release(), model.goldenTest().english());
    }

    private BoxSettings settings(Optional<Tls> tls) {
        return new BoxSettings(
                data,
                callers.settings(dicomPort, aeTitle, tls),
                WebSettings.standard(httpBind, httpPort, openAccess, https()),
                pacs.stream().map(peer -> peer.recipient(tls)).toList(),
                Optional.ofNullable(watch),
                model.choice(),
                model.provider(),
                research,
                workers,
                retention());
    }

    private RetentionRules retention() {
        if (keepDays < 0 || makeRoomBelowMib < 0) {
            throw new BoxNotStartedException("--keep-days and --make-room-below are numbers from 0 on");
        }
        return new RetentionRules(
                keepDays == 0 ? Optional.empty() : Optional.of(Duration.ofDays(keepDays)), makeRoomBelowMib << 20);
    }

    private Optional<HttpsSettings> https() {
        if ((httpsCertificate == null) != (httpsKey == null)) {
            throw new BoxNotStartedException("--https-certificate and --https-key go together; one of them is missing");
        }
        if (httpsPort == null) {
            return Optional.empty();
        }
        var own = httpsCertificate == null || httpsKey == null
                ? Optional.<HttpsSettings.OwnCertificate>empty()
                : Optional.of(new HttpsSettings.OwnCertificate(httpsCertificate, httpsKey));
        return Optional.of(new HttpsSettings(httpsBind, httpsPort, own));
    }

    private String pageHost() {
        return httpBind.equals("0.0.0.0") ? "localhost" : httpBind;
    }
}
