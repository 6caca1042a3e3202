package org.mococxr.lab;

import org.mococxr.run.StopSignal;
import picocli.CommandLine;

/** Makes the commands; hands the stop signal to those that run long. */
final class Commands implements CommandLine.IFactory {
    private final CommandLine.IFactory plain = CommandLine.defaultFactory();
    private final StopSignal stop;

    Commands(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == PretrainCommand.class) {
            return type.cast(new PretrainCommand(stop));
        }
        if (type == FinetuneCommand.class) {
            return type.cast(new FinetuneCommand(stop));
        }
        if (type == SweepCommand.class) {
            return type.cast(new SweepCommand(stop));
        }
        if (type == LabMain.class) {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        }
        return plain.create(type);
    }
}
