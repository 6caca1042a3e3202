package org.mococxr.benchmarks;

import java.io.IOException;

/** Who used the machine's cores from a moment on: the box, this process, which is its sender and its PACS, and all programs together. */
record Share(long box, Mark boxBefore, Mark selfBefore, MachineTime machineBefore) {
    private static long self() {
        return ProcessHandle.current().pid();
    }

    static Share begin(long box) throws IOException {
        return new Share(box, Mark.of(box), Mark.of(self()), MachineTime.now());
    }

    /** Prints it, and returns the box's part. */
    Rate say(String what, int films) throws IOException {
        var boxAfter = Mark.of(box);
        var selfAfter = Mark.of(self());
        var machine = machineBefore.until(MachineTime.now(), films);
        var rate = boxBefore.until(boxAfter, films);
        Figures.say(
                "%s, ms a film on all cores: box %.1f (%s), sender and PACS %.1f, %s",
                what,
                1000 * rate.processorSeconds(),
                boxBefore.byThread(boxAfter, films),
                1000 * selfBefore.until(selfAfter, films).processorSeconds(),
                machine);
        return rate;
    }
}
