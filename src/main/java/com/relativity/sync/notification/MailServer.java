package com.relativity.sync.notification;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** The way to the mail server. */
@ApplicationScoped
class MailServer {

    private static final Logger LOG = Logger.getLogger(MailServer.class);

    /** What {@code application.properties} has as the host where the installation names none. */
    private static final String NO_HOST = "not-set.invalid";

    private static final String NOT_SET =
            "no mail server is set; set quarkus.mailer.host, and quarkus.mailer.port, for agents and relays";
    private static final int LONGEST_REASON = 300;

    /** No character that could end the address, or its line, in the dialogue with the server. */
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s\\p{Cntrl}@<>(),;:\\\\\"\\[\\]]+@[^\\s\\p{Cntrl}@<>(),;:\\\\\"\\[\\]]+");

    private final ReactiveMailer mailer;
    private final MailSettings settings;

    MailServer(ReactiveMailer mailer, MailSettings settings) {
        this.mailer = mailer;
        this.settings = settings;
        if (!isSet()) {
            LOG.warnf("Mail of ended jobs waits: %s", NOT_SET);
        }
    }

    boolean isSet() {
        return !NO_HOST.equals(settings.host());
    }

    /** Answers when the server has taken the mail over; fails with why it has not. */
    Uni<Void> send(DueMail mail, MailText text) {
        if (!isSet()) {
            return Uni.createFrom().failure(new IOException(NOT_SET));
        }
        if (!ADDRESS.matcher(mail.address()).matches()) {
            return Uni.createFrom().failure(new IOException("the address is not one that mail can be sent to"));
        }
        var message = Mail.withText(mail.address(), text.subject(), text.body())
                .setFrom(settings.from())
                // The client would break long ones into lines that end with a bare LF, which servers refuse.
                .addHeader("Subject", HeaderText.encoded(text.subject()))
                .addHeader("To", mail.address())
                .addHeader("Message-ID", "<" + mail.messageId() + "@" + domain() + ">")
                .addHeader("Auto-Submitted", "auto-generated");
        return mailer.send(message)
                .ifNoItem()
                .after(settings.timeout())
                .failWith(() -> new IOException("the mail server has not answered within " + settings.timeout()));
    }

    private String domain() {
        String from = settings.from();
        return from.substring(from.lastIndexOf('@') + 1).replaceAll("[^A-Za-z0-9.-]", "");
    }

    /** Why a mail was not taken, on one line and without the address. */
    static String reason(DueMail mail, Throwable failure) {
        String said = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String shown = MailText.oneLine(said)
                .replaceAll("(?i)<?" + Pattern.quote(mail.address()) + ">?", Matcher.quoteReplacement("the address"))
                .strip();
        return shown.length() > LONGEST_REASON ? shown.substring(0, LONGEST_REASON) + "…" : shown;
    }
}
