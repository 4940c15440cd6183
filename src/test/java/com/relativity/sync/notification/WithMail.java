package com.relativity.sync.notification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import com.relativity.sync.embedded.PackagedService;
import com.relativity.sync.support.WithoutAgents;

/** No loops, so that a test takes every step itself; a mail server where the test may start one; short pauses. */
public final class WithMail implements QuarkusTestProfile {

    static final String SENDER = "sync@harborlane.example";

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(new WithoutAgents().getConfigOverrides());
        settings.put("quarkus.mailer.host", "localhost");
        settings.put("quarkus.mailer.port", Integer.toString(freePort()));
        settings.put("quarkus.mailer.from", "Sync RAP <" + SENDER + ">");
        settings.put("sync.instance-name", "Harbor Lane");
        settings.put("sync.mail.timeout", "PT1S");
        settings.put("sync.mail.claim", "PT3S");
        settings.put("sync.mail.first-pause", "PT0.2S");
        settings.put("sync.mail.longest-pause", "PT0.5S");
        return settings;
    }

    private static int freePort() {
        try {
            return PackagedService.freePort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
