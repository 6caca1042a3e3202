package org.mococxr.appliance.people;

/** Something that was asked for about people cannot be done; the message is a sentence for whoever asked. */
public final class NotAllowedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAllowedException(String message) {
        super(message);
    }
}
