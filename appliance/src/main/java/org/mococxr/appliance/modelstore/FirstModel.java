package org.mococxr.appliance.modelstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.ModelChoice;

/** Gives a box the model it starts with. */
public final class FirstModel {
    private FirstModel() {}

    /**
     * A package that was named for this start becomes active, and takes the place of its own damaged file. Otherwise the active one
     * stays, and a box that has none takes the highest release that came with it; one that does not know which it had takes none.
     * Whether it passes its golden test shows when it is loaded.
     */
    public static void settle(ModelStore store, ModelChoice choice) {
        if (choice.model().isPresent()
                || (store.active().isEmpty() && store.choiceTrouble().isEmpty())) {
            var chosen = choice.choose();
            var digest = chosen.model().digest();
            if (!store.holdsSound(digest)) {
                install(store, chosen.file());
            }
            store.activate(digest);
        }
    }

    private static void install(ModelStore store, Path file) {
        try (var content = Files.newInputStream(file)) {
            store.install(content, model -> {});
        } catch (IOException e) {
            throw new ModelRefusedException(Sentence.of("model.unreadable", e), e);
        }
    }
}
