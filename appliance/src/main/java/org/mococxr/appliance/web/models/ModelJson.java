package org.mococxr.appliance.web.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.appliance.journal.Agreement;
import org.mococxr.appliance.journal.ModelEvent;
import org.mococxr.appliance.journal.ModelRecord;
import org.mococxr.appliance.modelstore.DamagedPackage;
import org.mococxr.appliance.modelstore.InstalledModel;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.modelpackage.Manifest;

/** An installed model as the programming interface shows it. Keys stay; new ones may be added. */
final class ModelJson {
    private final ModelRecord record;

    ModelJson(ModelRecord record) {
        this.record = record;
    }

    Map<String, Object> of(InstalledModel model) {
        var manifest = model.manifest();
        var json = new LinkedHashMap<String, Object>();
        json.put("digest", model.digest());
        json.put("id", manifest.id());
        json.put("name", manifest.name());
        json.put("release", manifest.release());
        json.put("network", manifest.network());
        json.put("intendedUse", manifest.intendedUse());
        json.put("signingKey", model.signingKeyId());
        json.put("roles", model.roles().stream().map(InstalledModel.Role::code).toList());
        json.put(
                "findings",
                manifest.findings().stream()
                        .map(finding -> finding(finding, model))
                        .toList());
        if (model.roles().contains(InstalledModel.Role.SHADOW)) {
            json.put("trial", trial(model));
        }
        return json;
    }

    private static Map<String, Object> finding(Manifest.Finding finding, InstalledModel model) {
        var thresholds = finding.thresholds();
        var json = new LinkedHashMap<String, Object>();
        json.put("finding", finding.name());
        json.put("words", finding.displayName());
        json.put(
                "operatingPoint",
                model.cutOffs().pointByFinding().getOrDefault(finding.name(), thresholds.defaultPoint()));
        json.put("default", thresholds.defaultPoint());
        json.put("choices", thresholds.points().stream().map(ModelJson::point).toList());
        return json;
    }

    private static Map<String, Object> point(OperatingPoint point) {
        var json = new LinkedHashMap<String, Object>();
        json.put("operatingPoint", point.name());
        json.put("threshold", point.thresholdProbability());
        json.put("expectedSensitivity", point.expectedSensitivity());
        json.put("expectedSpecificity", point.expectedSpecificity());
        json.put("positivity", point.positivity());
        json.put("films", point.films());
        json.put("positives", point.positives());
        json.put("words", point.inWords());
        return json;
    }

    private Map<String, Object> trial(InstalledModel model) {
        return Map.of(
                "agreement",
                record.agreement(model.digest()).stream()
                        .map(ModelJson::agreement)
                        .toList(),
                "notScored",
                record.notScoredByShadow(model.digest()));
    }

    private static Map<String, Object> agreement(Agreement agreement) {
        var json = new LinkedHashMap<String, Object>();
        json.put("finding", agreement.finding());
        json.put("films", agreement.films());
        json.put("bothSuggestive", agreement.both());
        json.put("onlyModelInUse", agreement.onlyActive());
        json.put("onlyTrial", agreement.onlyShadow());
        json.put("neither", agreement.neither());
        json.put("agreement", agreement.agreement());
        json.put("meanDifference", agreement.meanDifference());
        json.put("positivityModelInUse", agreement.positivityActive());
        json.put("positivityTrial", agreement.positivityShadow());
        return json;
    }

    static Map<String, Object> damaged(DamagedPackage damaged) {
        var json = new LinkedHashMap<String, Object>();
        json.put("file", damaged.file().toString());
        damaged.digest().ifPresent(digest -> json.put("digest", digest));
        json.put(
                "roles", damaged.roles().stream().map(InstalledModel.Role::code).toList());
        json.put("words", damaged.words().english());
        return json;
    }

    List<Map<String, String>> events(int limit) {
        return record.events(limit).stream().map(ModelJson::event).toList();
    }

    private static Map<String, String> event(ModelEvent event) {
        return Map.of(
                "at", event.at().toString(),
                "model", event.digest(),
                "kind", event.kind(),
                "words", event.words().english());
    }
}
