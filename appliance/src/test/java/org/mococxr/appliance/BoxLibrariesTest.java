package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the box does not use is not in it: nothing to keep up to date, nothing to attack. */
class BoxLibrariesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org/eclipse/jetty/websocket/core",
                "org/eclipse/jetty/jndi",
                "org/eclipse/jetty/plus",
                "org/eclipse/jetty/xml",
                "org/eclipse/jetty/ee10/webapp",
                "jakarta/enterprise",
                "jakarta/transaction",
                "org/objectweb/asm"
            })
    void theBoxIsWithout(String folder) {
        assertThat(getClass().getClassLoader().getResource(folder)).isNull();
    }
}
