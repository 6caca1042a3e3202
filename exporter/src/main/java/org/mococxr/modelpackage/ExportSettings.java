package org.mococxr.modelpackage;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mococxr.evaluation.OperatingPoints;
import org.mococxr.film.GreyRecipe;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.onnx.WeightStorage;

/**
 * What a person decides about a package.
 *
 * @param name lower-case letters, digits and dashes; the same over all releases
 * @param release counts up
 * @param defaultPoint operating point of every finding that {@code defaultPoints} does not name
 * @param defaultPoints operating point by finding
 * @param licences terms by source of training films; every source needs one
 * @param remarks sentences for the model card that only a person can know
 * @param inputCheck fitted to the same checkpoint; without one a box scores whatever it is given
 * @param grey how a box turns DICOM films into grey for this model: as the pictures looked that it learned from
 * @param minimumBox the lowest version of the box that may use the model
 * @param forced make the package although fewer bits change the model more than is allowed; the package says so
 * @param exporterVersion version of this program
 */
public record ExportSettings(
        String name,
        int release,
        WeightStorage weights,
        String defaultPoint,
        Map<String, String> defaultPoints,
        Map<String, String> licences,
        List<String> remarks,
        Optional<InputCheck> inputCheck,
        GreyRecipe grey,
        ProgramVersion minimumBox,
        boolean forced,
        String exporterVersion) {
    public ExportSettings {
        Manifest.requireName(name);
        if (release < 1) {
            throw new IllegalArgumentException("releases count from 1, was " + release);
        }
        defaultPoints = Collections.unmodifiableMap(new TreeMap<>(defaultPoints));
        licences = Collections.unmodifiableMap(new TreeMap<>(licences));
        remarks = List.copyOf(remarks);
        if (minimumBox.compareTo(Manifest.FIRST_BOX) < 0) {
            throw new IllegalArgumentException("boxes read this format from version " + Manifest.FIRST_BOX
                    + " on; the lowest version cannot be " + minimumBox);
        }
        requirePoint(defaultPoint);
        defaultPoints.values().forEach(ExportSettings::requirePoint);
    }

    String defaultPointOf(String finding) {
        return defaultPoints.getOrDefault(finding, defaultPoint);
    }

    private static void requirePoint(String point) {
        if (!OperatingPoints.NAMES.contains(point)) {
            throw new IllegalArgumentException(
                    "there is no operating point \"" + point + "\"; there are " + OperatingPoints.NAMES);
        }
    }
}
