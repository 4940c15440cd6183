package com.relativity.sync.engine.transfer;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

import com.relativity.sync.engine.transfer.TransferPlan.FileMode;
import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.LongText;
import com.relativity.sync.workspace.SourceFile;
import com.relativity.sync.workspace.StoredFile;
import com.relativity.sync.workspace.WorkspaceGateways;

/**
 * Makes files of items known to the destination: copied into its file share, or linked where they lie. A copy is believed only when size and
 * hash are those of the source. What is wrong with a file fails with {@link ItemRefused}; a share that is away fails as such.
 */
@ApplicationScoped
class FileTransfers {

    private final WorkspaceGateways gateways;

    FileTransfers(WorkspaceGateways gateways) {
        this.gateways = gateways;
    }

    /** @param field that the text is of, for the message */
    Uni<StoredFile> text(long destinationId, String field, LongText text) {
        return copy(destinationId, "Field '" + field + "': its text", text.content(), text.sizeBytes(), text.sha256());
    }

    Uni<StoredFile> nativeFile(long destinationId, FileMode mode, SourceFile file) {
        return file(
                destinationId,
                mode,
                "Native '" + file.fileName() + "' at " + file.location(),
                file,
                new CheckedContent(file.content(), false));
    }

    /** @param number of the page in its document, from 1 */
    Uni<StoredFile> page(long destinationId, FileMode mode, int number, SourceFile file) {
        return file(
                destinationId,
                mode,
                "Page " + number + ", '" + file.fileName() + "' at " + file.location() + ",",
                file,
                new CheckedContent(file.content(), true));
    }

    private Uni<StoredFile> file(
            long destinationId, FileMode mode, String what, SourceFile file, CheckedContent content) {
        if (mode == FileMode.COPY) {
            return copy(destinationId, what, content, file.sizeBytes(), file.sha256());
        }
        return looked(content)
                .chain(() -> gateways.of(destinationId).link(destinationId, file))
                .onFailure(IOException.class)
                .transform(unreadable -> refused(what, unreadable));
    }

    private Uni<StoredFile> copy(long destinationId, String what, FileContent content, long sizeBytes, String sha256) {
        return gateways.of(destinationId)
                .store(destinationId, content)
                .onFailure(IOException.class)
                .transform(unreadable -> refused(what, unreadable))
                .invoke(copy -> {
                    if (copy.sizeBytes() != sizeBytes || !copy.sha256().equalsIgnoreCase(sha256)) {
                        throw new ItemRefused(what + " has changed since it was recorded: " + copy.sizeBytes()
                                + " bytes instead of " + sizeBytes + ", SHA-256 " + copy.sha256() + " instead of "
                                + sha256 + "; restore it in the source and retry the errors.");
                    }
                });
    }

    /** Opens the file on a worker thread; answers where the caller was. */
    private static Uni<Void> looked(CheckedContent content) {
        Context caller = Vertx.currentContext();
        Uni<Void> done = Uni.createFrom()
                .<Void>emitter(emitter -> {
                    try (InputStream good = content.open()) {
                        emitter.complete(null);
                    } catch (IOException unreadable) {
                        emitter.fail(unreadable);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return caller == null ? done : done.emitOn(next -> caller.runOnContext(now -> next.run()));
    }

    private static ItemRefused refused(String what, Throwable unreadable) {
        if (unreadable instanceof CheckedContent.Refused) {
            return new ItemRefused(what + " " + unreadable.getMessage() + ".");
        }
        if (unreadable instanceof NoSuchFileException || unreadable instanceof FileNotFoundException) {
            return new ItemRefused(
                    what + " was not found in the source's file share; put it back there and retry the errors.");
        }
        if (unreadable instanceof AccessDeniedException) {
            return new ItemRefused(what + " cannot be read because access to it is denied, as a virus scanner does with"
                    + " a file that it recognised as malware; release or remove it in the source and retry the"
                    + " errors.");
        }
        return new ItemRefused(what + " cannot be read from the source's file share ("
                + unreadable.getClass().getSimpleName() + "); restore it there and retry the errors.");
    }
}
