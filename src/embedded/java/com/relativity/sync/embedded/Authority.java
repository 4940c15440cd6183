package com.relativity.sync.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority of its own, made by the JDK's keytool and good for two days. */
public final class Authority {

    private static final String PASSWORD = "only-of-this-store";
    private static final String NAME = "authority";

    private final Path directory;
    private final Path store;

    private Authority(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("authority.p12");
    }

    /** Key and certificate of a server, as PEM files. */
    public record Server(Path key, Path certificate, Path both) {}

    /** A new one that keeps its files in {@code directory}, which is made. */
    public static Authority in(Path directory) throws IOException {
        Files.createDirectories(directory);
        var authority = new Authority(directory);
        authority.keytool(
                "-genkeypair", "-alias", NAME, "-dname", "CN=Authority of a test", "-ext", "bc:critical=ca:true");
        authority.write("ca.pem", authority.certificate(NAME));
        return authority;
    }

    /** Its own certificate, for those who are to trust it. */
    public Path certificate() {
        return directory.resolve("ca.pem");
    }

    /** A server that is called {@code host}. */
    public Server server(String host) throws IOException {
        keytool("-genkeypair", "-alias", host, "-signer", NAME, "-dname", "CN=" + host, "-ext", "san=dns:" + host);
        String key = key(host);
        String certificate = certificate(host);
        return new Server(
                write(host + "-key.pem", key),
                write(host + ".pem", certificate),
                write(host + "-both.pem", key + certificate));
    }

    private void keytool(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + said);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool made a certificate", interrupted);
        }
    }

    private String key(String alias) throws IOException {
        try {
            return pem(
                    "PRIVATE KEY",
                    opened().getKey(alias, PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException unreadable) {
            throw new IOException("The key of " + alias + " cannot be read", unreadable);
        }
    }

    private String certificate(String alias) throws IOException {
        try {
            return pem("CERTIFICATE", opened().getCertificate(alias).getEncoded());
        } catch (GeneralSecurityException unreadable) {
            throw new IOException("The certificate of " + alias + " cannot be read", unreadable);
        }
    }

    private KeyStore opened() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static String pem(String what, byte[] encoded) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    /** PostgreSQL takes a key only where nobody else can read it. */
    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
