package org.mococxr.appliance.web.films;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.web.language.Words;

/** A film as the programming interface shows it. Keys stay; new ones may be added. */
final class FilmJson {
    private FilmJson() {}

    static Map<String, Object> of(FilmEntry film) {
        var json = new LinkedHashMap<String, Object>();
        json.put("ref", film.ref());
        json.put("receivedAt", film.receivedAt().toString());
        json.put("source", film.source().name().toLowerCase(Locale.ROOT));
        json.put("sender", film.sender());
        json.put("state", Words.state(film));
        json.put("attempts", film.attempts());
        json.put("conflict", film.conflict());
        film.identity().ifPresent(identity -> json.put("identity", identity(identity)));
        film.outcome().ifPresent(outcome -> {
            json.put("concludedAt", outcome.at().toString());
            json.put("millis", outcome.conclusion().took().toMillis());
            json.putAll(outcome.conclusion().fold(FilmJson::scored, FilmJson::refused, FilmJson::failed));
        });
        json.put(
                "deliveries", film.deliveries().stream().map(FilmJson::delivery).toList());
        return json;
    }

    private static Map<String, Object> identity(FilmIdentity identity) {
        var json = new LinkedHashMap<String, Object>();
        json.put("patientId", identity.patientId());
        json.put("initials", identity.initials());
        json.put("sex", identity.sex());
        identity.ageYears().ifPresent(age -> json.put("ageYears", age));
        json.put("view", identity.view());
        json.put("device", identity.device());
        json.put("studyDate", identity.studyDate());
        return json;
    }

    private static Map<String, Object> scored(Conclusion.Scored scored) {
        var json = new LinkedHashMap<String, Object>();
        json.put("model", scored.model().toString());
        json.put("modelDigest", scored.model().digest());
        json.put("provider", scored.provider());
        json.put("rows", scored.filmRows());
        json.put("columns", scored.filmColumns());
        json.put("remarks", scored.remarks().stream().map(Sentence::english).toList());
        json.put("findings", findings(scored));
        return json;
    }

    private static List<Map<String, Object>> findings(Conclusion.Scored scored) {
        var findings = new ArrayList<Map<String, Object>>();
        for (var assessment : scored.assessments()) {
            findings.add(finding(assessment));
        }
        return findings;
    }

    private static Map<String, Object> finding(Assessment assessment) {
        var json = new LinkedHashMap<String, Object>();
        json.put("finding", assessment.finding());
        json.put("score", assessment.probability());
        json.put("decision", assessment.code());
        json.put("suggestive", assessment.suggestive());
        json.put("nearCutOff", assessment.nearCutOff());
        json.put("operatingPoint", assessment.operatingPoint());
        json.put("threshold", assessment.thresholdProbability());
        json.put("heatMapRows", assessment.heatMap().rows());
        json.put("heatMapColumns", assessment.heatMap().columns());
        return json;
    }

    private static Map<String, Object> refused(Conclusion.Refused refused) {
        var code = refused.code();
        return Map.of(
                "refusal",
                Map.of(
                        "code", code.name(),
                        "sentence", code.sentence(),
                        "nextStep", code.nextStep(),
                        "found", refused.found().english()));
    }

    private static Map<String, Object> failed(Conclusion.Failed failed) {
        return Map.of("failure", failed.reason().english());
    }

    private static Map<String, Object> delivery(DeliveryEntry delivery) {
        var json = new LinkedHashMap<String, Object>();
        json.put("peer", delivery.peer());
        json.put("kind", delivery.kind());
        json.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
        json.put("attempts", delivery.attempts());
        json.put("words", delivery.words().english());
        if (delivery.state() == DeliveryEntry.State.WAITING) {
            json.put("nextTryAt", delivery.notBefore().toString());
        }
        return json;
    }
}
