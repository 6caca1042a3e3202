package org.mococxr.json;

/** A JSON document does not fit; the message names the key and what was wrong with it, in one line. */
public final class JsonDocumentException extends Exception {
    private static final long serialVersionUID = 1;

    public JsonDocumentException(String message) {
        super(message);
    }

    JsonDocumentException(String message, Throwable cause) {
        super(message, cause);
    }
}
