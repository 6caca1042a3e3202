package org.mococxr.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * JSON documents made of records: every key known, every key there (an absent {@code Optional} is {@code null}), no key twice, no
 * string taken for a number, nothing after the end. Written with keys in the record's order, maps by key, two spaces and {@code \n}, so
 * that the same value always gives the same bytes.
 */
public final class StrictJson {
    private static final ObjectMapper MAPPER = mapper();

    private StrictJson() {}

    public static <T> T read(byte[] document, Class<T> type) throws JsonDocumentException {
        try {
            T value = MAPPER.readValue(document, type);
            if (value == null) {
                throw new IllegalArgumentException("the document is null");
            }
            return value;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new JsonDocumentException(inOneLine(e), e);
        }
    }

    /** The document before it is known which record it is. */
    public static JsonNode tree(byte[] document) throws JsonDocumentException {
        try {
            return MAPPER.readTree(document);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new JsonDocumentException(inOneLine(e), e);
        }
    }

    public static <T> T read(JsonNode document, Class<T> type) throws JsonDocumentException {
        try {
            return MAPPER.treeToValue(document, type);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new JsonDocumentException(inOneLine(e), e);
        }
    }

    /** @return UTF-8, ends with a line break */
    public static byte[] write(Object value) {
        try {
            return (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    private static String inOneLine(Throwable e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown key \"" + unknown.getPropertyName() + "\" at " + path(unknown) + "; known here: "
                    + unknown.getKnownPropertyIds();
        }
        if (e instanceof JsonMappingException mapping) {
            Throwable cause = mapping.getCause();
            String what = cause instanceof IllegalArgumentException ? cause.getMessage() : mapping.getOriginalMessage();
            return "at " + path(mapping) + ": "
                    + (String.valueOf(what).startsWith("Missing creator property") ? "this key is missing" : what);
        }
        if (e instanceof JsonParseException parse) {
            return "not JSON at line " + parse.getLocation().getLineNr() + ", column "
                    + parse.getLocation().getColumnNr() + ": " + parse.getOriginalMessage();
        }
        return String.valueOf(e.getMessage());
    }

    private static String path(JsonMappingException e) {
        var path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "the top" : path.toString();
    }

    private static ObjectMapper mapper() {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxStringLength(1 << 20)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        var indent = new DefaultIndenter("  ", "\n");
        var mapper = JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .defaultPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent))
                .build();
        mapper.setDefaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL));
        mapper.configOverride(Optional.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET));
        return mapper;
    }
}
