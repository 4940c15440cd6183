package com.relativity.sync.support;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tokens as an identity provider signs them, for an application that runs under {@link Checked}. */
public final class Tokens {

    public static final String AUDIENCE = "sync-rap";

    private static final String SIGNING_KEY = "sync.test.signing-key";
    private static final Duration LIFE = Duration.ofMinutes(10);

    private Tokens() {}

    /** A process of the role api that checks tokens with a key made for it. */
    public static final class Checked implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            KeyPair pair = keyPair();
            var settings = new HashMap<String, String>();
            settings.put("sync.roles", "api");
            settings.put("sync.security", "oidc");
            settings.put("quarkus.oidc.public-key", base64(pair.getPublic().getEncoded()));
            settings.put("quarkus.oidc.token.audience", AUDIENCE);
            settings.put(SIGNING_KEY, base64(pair.getPrivate().getEncoded()));
            return settings;
        }
    }

    public static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException defect) {
            throw new IllegalStateException(defect);
        }
    }

    /** The key that the application under test trusts; it is made once for an application. */
    public static PrivateKey signingKey() {
        String key = ConfigProvider.getConfig().getValue(SIGNING_KEY, String.class);
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
        } catch (GeneralSecurityException defect) {
            throw new IllegalStateException(defect);
        }
    }

    /** The other half of {@link #signingKey()}, as it is set. */
    public static String publicKey() {
        return ConfigProvider.getConfig().getValue("quarkus.oidc.public-key", String.class);
    }

    /** What a good token says; a test changes what matters to it before it signs. */
    public static JwtClaimsBuilder claims(String name, Set<String> groups, List<?> workspaces) {
        return Jwt.claims()
                .subject("id-of-" + name)
                .preferredUserName(name)
                .groups(groups)
                .claim("workspaces", workspaces)
                .audience(AUDIENCE)
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plus(LIFE));
    }

    /** @param workspaces ids, or {@code "*"} */
    public static String token(String name, String role, Object... workspaces) {
        return claims(name, Set.of(role), List.of(workspaces)).sign(signingKey());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
