package com.relativity.sync.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import org.awaitility.Awaitility;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server of a test's own, over the wire, and what it took. */
public final class Mailbox implements AutoCloseable {

    /** @param recipients of the envelope */
    public record Taken(String sender, List<String> recipients, MimeMessage message) {

        public String to() {
            return recipients.get(0);
        }

        public String subject() {
            try {
                return message.getSubject();
            } catch (MessagingException unreadable) {
                throw new AssertionError(unreadable);
            }
        }

        /** All values of a header; none where it is missing. */
        public List<String> header(String name) {
            try {
                String[] values = message.getHeader(name);
                return values == null ? List.of() : List.of(values);
            } catch (MessagingException unreadable) {
                throw new AssertionError(unreadable);
            }
        }

        public String text() {
            try {
                return message.getContent().toString().replace("\r\n", "\n");
            } catch (IOException | MessagingException unreadable) {
                throw new AssertionError(unreadable);
            }
        }
    }

    private final int port;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final Map<String, RejectException> refused = new ConcurrentHashMap<>();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private SMTPServer server;

    private Mailbox(int port) {
        this.port = port;
    }

    /** A server that does not listen yet. */
    public static Mailbox on(int port) {
        return new Mailbox(port);
    }

    public Mailbox listen() {
        server = SMTPServer.port(port)
                .messageHandlerFactory(context -> new Handler())
                .build();
        server.start();
        return this;
    }

    public void refuse(String address, int code, String message) {
        refused.put(address, new RejectException(code, message));
    }

    public void accept(String address) {
        refused.remove(address);
    }

    /** From now on it takes mails without a word, until they are let go. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    public void letGo() {
        held.countDown();
    }

    public List<Taken> taken() {
        return List.copyOf(taken);
    }

    public List<Taken> of(String address) {
        return taken.stream().filter(mail -> mail.to().equals(address)).toList();
    }

    /** Fails after 20 s. */
    public List<Taken> taken(int atLeast) {
        Awaitility.await("mails")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> taken.size() >= atLeast);
        return taken();
    }

    public void stopListening() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    @Override
    public void close() {
        letGo();
        stopListening();
    }

    private final class Handler implements MessageHandler {

        private final List<String> recipients = new CopyOnWriteArrayList<>();
        private String sender;

        @Override
        public void from(String from) {
            sender = from;
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            var refusal = refused.get(recipient);
            if (refusal != null) {
                throw refusal;
            }
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws IOException {
            byte[] bytes = data.readAllBytes();
            try {
                taken.add(new Taken(
                        sender,
                        List.copyOf(recipients),
                        new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes))));
                held.await();
            } catch (MessagingException unreadable) {
                throw new IOException(unreadable);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return null;
        }

        @Override
        public void done() {}
    }
}
