package com.relativity.sync.store.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.store.StoreFiles;
import com.relativity.sync.workspace.ImageFormat;

/** Files of the share as answers. The ETag is the SHA-256 of the bytes, so that a caller who has them is not sent them again. */
@ApplicationScoped
class Downloads {

    private interface MediaTypeOf {
        String of(Path file) throws IOException;
    }

    private final StoreFiles files;

    Downloads(StoreFiles files) {
        this.files = files;
    }

    /** Bytes of any kind. */
    Uni<Response> bytes(
            Request request, HttpServerRequest connection, String reference, String sha256, String fileName) {
        return whole(request, connection, reference, sha256, fileName, file -> MediaType.APPLICATION_OCTET_STREAM);
    }

    /** A page, with the media type that its bytes have. */
    Uni<Response> image(
            Request request, HttpServerRequest connection, String reference, String sha256, String fileName) {
        return whole(request, connection, reference, sha256, fileName, Downloads::imageType);
    }

    private Uni<Response> whole(
            Request request,
            HttpServerRequest connection,
            String reference,
            String sha256,
            String fileName,
            MediaTypeOf mediaType) {
        // The file is answered whole, as HTTP allows; the writer below would send the range that is asked for as if it
        // were the whole.
        connection.headers().remove("Range");
        EntityTag tag = new EntityTag(sha256);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged == null
                ? files.onWorker(() -> answer(files.path(reference), tag, fileName, mediaType))
                : Uni.createFrom().item(unchanged.build());
    }

    private static Response answer(Path file, EntityTag tag, String fileName, MediaTypeOf mediaType) {
        try {
            return Response.ok(file, mediaType.of(file))
                    .tag(tag)
                    .header(HttpHeaders.CONTENT_DISPOSITION, disposition(fileName))
                    .header("Accept-Ranges", "none")
                    // What a file holds is for programs that know it, never for a browser to guess.
                    .header("X-Content-Type-Options", "nosniff")
                    .build();
        } catch (IOException unreadable) {
            throw new DependencyDown("The file share", unreadable);
        }
    }

    private static String imageType(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return ImageFormat.of(bytes.readNBytes(ImageFormat.FIRST_BYTES))
                    .map(ImageFormat::mediaType)
                    .orElse(MediaType.APPLICATION_OCTET_STREAM);
        }
    }

    /** RFC 6266: a plain name that any client takes, and the true one in UTF-8. */
    private static String disposition(String fileName) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : fileName.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            boolean plain = character < 0x80
                    && (Character.isLetterOrDigit(character) || "!#$&+-.^_`|~".indexOf(character) >= 0);
            encoded.append(plain ? String.valueOf(character) : "%%%02X".formatted((int) character));
        }
        String fallback = fileName.replaceAll("[^\\x20-\\x7E]|[\"\\\\%]", "_");
        return "attachment; filename=\"" + fallback + "\"; filename*=UTF-8''" + encoded;
    }
}
