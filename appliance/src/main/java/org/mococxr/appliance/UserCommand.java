package org.mococxr.appliance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mococxr.appliance.people.AuditKey;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.people.Role;
import org.mococxr.appliance.people.Visitor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes the people of a box, running or not. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Adds, lists, resets and disables the people of a box.",
        synopsisSubcommandLabel = "(add | list | roles | reset | disable | enable)")
final class UserCommand implements Runnable {
    static final String WHO = Visitor.COMMAND_LINE;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do: add, list, roles, reset, disable or enable.");
    }

    /** Where the people are. */
    static final class Folder {
        @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder of the box.")
        private Path data;

        void with(Consumer<People> work) {
            if (!Files.isDirectory(data)) {
                throw new BoxNotStartedException("%s is no data folder of a box".formatted(data));
            }
            try (var people =
                    People.open(DataFolder.people(data), AuditKey.open(DataFolder.keys(data)), Clock.systemUTC())) {
                work.accept(people);
            }
        }
    }

    /** One of them. */
    static final class Account {
        @Mixin
        private Folder folder;

        @Parameters(paramLabel = "NAME", description = "What the person signs in with.")
        private String name;

        void with(BiConsumer<People, String> work) {
            folder.with(people -> work.accept(people, name));
        }
    }

    /** What one may do. */
    static final class Roles {
        @Option(
                names = "--role",
                required = true,
                split = ",",
                paramLabel = "ROLE",
                converter = RoleConverter.class,
                description = "technician, clinician, admin, auditor, researcher; all of the person's, with commas.")
        private List<Role> named;

        Set<Role> all() {
            return new LinkedHashSet<>(named);
        }
    }

    /** Roles as words. */
    static final class RoleConverter implements CommandLine.ITypeConverter<Role> {
        @Override
        public Role convert(String value) {
            return Role.named(value)
                    .orElseThrow(() -> new CommandLine.TypeConversionException("'%s' is no role; roles are %s"
                            .formatted(
                                    value,
                                    Arrays.stream(Role.values()).map(Role::code).collect(Collectors.joining(", ")))));
        }
    }

    private void sayStartingPassword(String name, String password) {
        var out = spec.commandLine().getOut();
        out.println("Starting password of %s: %s".formatted(name, password));
        out.println("It is shown only now and must be changed at the first sign-in.");
        out.flush();
    }

    private void say(String words) {
        spec.commandLine().getOut().println(words);
        spec.commandLine().getOut().flush();
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a person with a starting password.")
    void add(@Mixin Account account, @Mixin Roles roles) {
        account.with((people, name) -> sayStartingPassword(name, people.add(WHO, name, roles.all())));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the people and their roles.")
    void list(@Mixin Folder folder) {
        folder.with(people -> people.all()
                .forEach(person -> say("%-20s %-32s %s"
                        .formatted(person.name(), codes(person.roles()), person.disabled() ? "disabled" : ""))));
    }

    private static String codes(Set<Role> roles) {
        return roles.stream().map(Role::code).sorted().collect(Collectors.joining(","));
    }

    @Command(name = "roles", mixinStandardHelpOptions = true, description = "Gives a person other roles.")
    void roles(@Mixin Account account, @Mixin Roles roles) {
        account.with((people, name) -> {
            people.changeRoles(WHO, name, roles.all());
            say("%s is now %s.".formatted(name, codes(roles.all())));
        });
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Gives a person a new starting password and ends a lock-out.")
    void reset(@Mixin Account account) {
        account.with((people, name) -> sayStartingPassword(name, people.resetPassword(WHO, name)));
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Keeps a person out from now on and ends the person's sessions.")
    void disable(@Mixin Account account) {
        account.with((people, name) -> {
            people.disable(WHO, name);
            say("%s cannot sign in any more.".formatted(name));
        });
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Lets a disabled person in again.")
    void enable(@Mixin Account account) {
        account.with((people, name) -> {
            people.enable(WHO, name);
            say("%s can sign in again.".formatted(name));
        });
    }
}
