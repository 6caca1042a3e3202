package org.mococxr.modelpackage;

import java.util.List;
import org.mococxr.inputcheck.InputCheck;

/** A package's input check with what it said about the golden films when it was exported. */
record CheckedInput(InputCheck check, GoldenInput expected) {
    /** All files of a package that belong to it. */
    static final List<String> FILES = List.of(InputCheck.REPORT, InputCheck.TENSORS, GoldenInput.PATH);
}
