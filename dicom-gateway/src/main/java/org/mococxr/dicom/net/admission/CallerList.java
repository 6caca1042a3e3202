package org.mococxr.dicom.net.admission;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Everybody, or exactly the callers on a list. Immutable. */
public final class CallerList {
    private static final CallerList EVERYONE = new CallerList(true, List.of());

    private final boolean open;
    private final List<AllowedCaller> allowed;

    private CallerList(boolean open, List<AllowedCaller> allowed) {
        this.open = open;
        this.allowed = List.copyOf(allowed);
    }

    public static CallerList everyone() {
        return EVERYONE;
    }

    /** An empty list lets nobody in. */
    public static CallerList only(List<AllowedCaller> allowed) {
        return new CallerList(false, allowed);
    }

    public boolean isOpen() {
        return open;
    }

    /** Whether a caller on the list has to show a certificate, which takes a secured connection. */
    public boolean asksForCertificates() {
        return allowed.stream().anyMatch(caller -> caller.certificate().isPresent());
    }

    /** Whether somebody at this address may be on the list; known before a word is spoken, so that a place can be kept for it. */
    public boolean names(InetAddress address) {
        return allowed.stream().anyMatch(caller -> caller.addresses().contains(address));
    }

    /** Empty when the caller may come in; else the reason that comes closest. */
    public Optional<Stranger> judge(Caller caller) {
        if (open) {
            return Optional.empty();
        }
        var sameTitle =
                allowed.stream().filter(it -> it.hasTitle(caller.aeTitle())).toList();
        var samePlace = sameTitle.stream()
                .filter(it -> it.addresses().contains(caller.address()))
                .toList();
        if (samePlace.isEmpty()) {
            var listedByName = sameTitle.stream().anyMatch(it -> it.aeTitle().equals(caller.aeTitle()));
            return Optional.of(listedByName ? Stranger.ADDRESS_UNEXPECTED : Stranger.TITLE_UNKNOWN);
        }
        return samePlace.stream().anyMatch(it -> showsWhatIsAsked(it, caller))
                ? Optional.empty()
                : Optional.of(Stranger.CERTIFICATE_UNEXPECTED);
    }

    private static boolean showsWhatIsAsked(AllowedCaller allowed, Caller caller) {
        return allowed.certificate().isEmpty()
                || caller.certificate()
                        .filter(shown -> allowed.certificate().orElseThrow().matches(shown))
                        .isPresent();
    }

    @Override
    public String toString() {
        return open ? "everyone" : allowed.toString();
    }
}
