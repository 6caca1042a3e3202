package org.mococxr.appliance.dicomweb;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A media type with its parameters, as in {@code multipart/related; type="application/dicom"; boundary=x}.
 *
 * @param name type and subtype, lower case
 */
public record MediaType(String name, Map<String, String> parameters) {
    private static final Pattern PARAMETER = Pattern.compile(";\\s*([\\w-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]*))");

    public MediaType {
        parameters = Map.copyOf(parameters);
    }

    public static MediaType of(String header) {
        var end = header.indexOf(';');
        var name = end < 0 ? header : header.substring(0, end);
        var parameters = new LinkedHashMap<String, String>();
        var found = PARAMETER.matcher(end < 0 ? "" : header.substring(end));
        while (found.find()) {
            var value = found.group(2) == null ? found.group(3) : found.group(2);
            parameters.putIfAbsent(found.group(1).toLowerCase(Locale.ROOT), value);
        }
        return new MediaType(name.strip().toLowerCase(Locale.ROOT), parameters);
    }

    public Optional<String> parameter(String key) {
        return Optional.ofNullable(parameters.get(key)).filter(value -> !value.isEmpty());
    }
}
