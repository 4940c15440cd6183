package com.relativity.sync.journey;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.notification.WithMail;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;
import com.relativity.sync.support.Mailbox;
import com.relativity.sync.support.Rule;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** From the submission to the mail of a job's end. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(MailJourneyTest.WithMailAndAgents.class)
class MailJourneyTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    public static final class WithMailAndAgents implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(new WithMail().getConfigOverrides());
            settings.put("sync.roles", "api,relay,agent");
            settings.put("sync.mail.poll", "PT0.2S");
            return settings;
        }
    }

    @ConfigProperty(name = "quarkus.mailer.port")
    int port;

    @Test
    @Rule("1.step.notification")
    @Rule("7.each-address")
    @Rule("7.once")
    void eachAddressIsToldOnceOfTheEndOfAJob() {
        try (var mailbox = Mailbox.on(port).listen()) {
            var matter = filled();

            var job = matter.run(parameters(matter, "a@b.example", "c@d.example"));

            mailbox.taken(2);
            assertEquals("Completed", job.getString("status"));
            assertThat(mailbox.of("a@b.example"), hasSize(1));
            assertThat(mailbox.of("c@d.example"), hasSize(1));
            var mail = mailbox.taken().get(0);
            assertEquals("Relativity Job successfully completed for 'Weekly push'", mail.subject());
            assertThat(mail.text(), containsString("Source Workspace: Harbor Lane - Source - " + matter.source + "\n"));
            assertThat(mail.text(), containsString("Transferred: 2\n"));
        }
    }

    @Test
    @Rule("7.unsent.told")
    @Rule("7.unsent.again")
    @Rule("7.unsent.status")
    void aServerThatIsAwayAtTheEnd_getsTheMailWhenItIsBack() {
        var matter = filled();

        var job = matter.run(parameters(matter, "a@b.example"));
        String errors = "/api/sync/v1/job-history/" + job.getLong("jobHistoryId") + "/errors?type=job";
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> !Case.get(errors).getList("items").isEmpty());

        assertThat(Case.get(errors).getString("items[0].message"), containsString("Mail to 1 of 1 addresses"));
        try (var mailbox = Mailbox.on(port).listen()) {
            mailbox.taken(1);
        }
        assertThat(Case.get(errors).getList("items"), hasSize(1));
        assertEquals(
                "Completed",
                Case.get("/api/sync/v1/jobs/" + job.getLong("jobId")).getString("status"));
    }

    private static Map<String, Object> parameters(Case matter, String... addresses) {
        return matter.parameters(
                Map.of("jobName", "Weekly push", "emailNotifications", Map.of("emails", List.of(addresses))));
    }

    private static Case filled() {
        var matter = Case.create();
        var load = DatFile.withColumns("Control Number").row("D-1").row("D-2");
        matter.importIntoSource(Case.importFiles("load.dat", load.bytes(), Map.of()), Map.of());
        return matter;
    }
}
