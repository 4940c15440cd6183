package com.relativity.sync.engine.transfer;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.StoredFile;
import com.relativity.sync.workspace.WorkspaceGateways;

/** Copies files of items into the destination's file share, and believes a copy only when size and hash are those of the source. */
@ApplicationScoped
class FileCopies {

    private final WorkspaceGateways gateways;

    FileCopies(WorkspaceGateways gateways) {
        this.gateways = gateways;
    }

    /**
     * Fails with {@link ItemRefused} when the file is missing or is not the one that the source recorded; other failures are the share's.
     *
     * @param what names the file at the start of a message
     */
    Uni<StoredFile> copy(long destinationId, String what, FileContent content, long sizeBytes, String sha256) {
        return gateways.of(destinationId)
                .store(destinationId, content)
                .onFailure(FileCopies::isMissing)
                .transform(missing -> new ItemRefused(
                        what + " was not found in the source's file share; put it back there and retry the errors."))
                .invoke(copy -> {
                    if (copy.sizeBytes() != sizeBytes || !copy.sha256().equalsIgnoreCase(sha256)) {
                        throw new ItemRefused(what + " has changed since it was recorded: " + copy.sizeBytes()
                                + " bytes instead of " + sizeBytes + ", SHA-256 " + copy.sha256() + " instead of "
                                + sha256 + "; restore it in the source and retry the errors.");
                    }
                });
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof NoSuchFileException
                || failure instanceof FileNotFoundException
                || failure.getCause() instanceof NoSuchFileException;
    }

    /** An item that cannot be taken, on its way through a {@code Uni} to where it becomes a value. */
    static final class ItemRefused extends RuntimeException {
        ItemRefused(String message) {
            super(message, null, false, false);
        }
    }
}
