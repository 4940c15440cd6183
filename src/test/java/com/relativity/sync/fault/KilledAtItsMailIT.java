package com.relativity.sync.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.relativity.sync.embedded.PackagedService;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.Mailbox;
import com.relativity.sync.support.Rule;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** An agent that dies while the mail server has its mail and has not answered. */
class KilledAtItsMailIT {

    private static final List<String> JVM = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path home;

    @Test
    @Rule("7.once")
    @Rule("7.unsent.status")
    void anotherProcessSendsTheSameMail_andNoOther() throws Exception {
        int port = PackagedService.freePort();
        var settings = Map.of(
                "QUARKUS_MAILER_HOST", "localhost",
                "QUARKUS_MAILER_PORT", Integer.toString(port),
                "QUARKUS_MAILER_FROM", "sync@harborlane.example",
                "SYNC_MAIL_POLL", "PT0.5S",
                "SYNC_MAIL_TIMEOUT", "PT10S",
                "SYNC_MAIL_CLAIM", "PT12S");
        try (var mailbox = Mailbox.on(port).listen();
                var crew = Crew.of(home, settings, JVM, "first")) {
            var matter = crew.filled("load.dat", Crew.lines(10), 10);
            mailbox.hold();
            long jobId = matter.submit(
                            matter.parameters(Map.of("emailNotifications", Map.of("emails", List.of("a@b.example")))))
                    .statusCode(202)
                    .extract()
                    .jsonPath()
                    .getLong("jobId");
            mailbox.taken(1);

            crew.agent("first").process().destroyForcibly();
            mailbox.letGo();

            Awaitility.await("the mail of another process")
                    .atMost(LIMIT)
                    .until(() -> mailbox.taken().size() >= 2);
            assertThat(mailbox.taken(), hasSize(2));
            assertEquals(
                    mailbox.taken().get(0).header("Message-ID"),
                    mailbox.taken().get(1).header("Message-ID"));
            assertEquals("Completed", Case.ended(jobId).getString("status"));
            assertThat(Case.errors(jobId).getList("items"), hasSize(0));
        }
    }
}
