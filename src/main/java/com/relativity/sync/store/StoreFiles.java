package com.relativity.sync.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.store.files.FileShare;
import com.relativity.sync.store.files.ImportRoot;
import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.StoredFile;

/** The store's files, and the bounded pool of threads that all blocking work on them is done by. */
@ApplicationScoped
public class StoreFiles {

    private static final long LONGEST_WORK_HOURS = 1;

    private final FileShare share;
    private final Path shareRoot;
    private final ImportRoot imports;
    private final WorkerExecutor workers;

    StoreFiles(StoreSettings settings, Vertx vertx) {
        this.shareRoot = settings.files();
        this.share = new FileShare(settings.files());
        this.imports = new ImportRoot(settings.imports());
        this.workers = vertx.createSharedWorkerExecutor(
                "workspace-files", settings.fileThreads(), LONGEST_WORK_HOURS, TimeUnit.HOURS);
    }

    @PreDestroy
    void close() {
        workers.closeAndForget();
    }

    /** Runs {@code work} on a worker thread; the answer arrives where the caller was. Waits while all threads are busy. */
    public <T> Uni<T> onWorker(Callable<T> work) {
        return workers.executeBlocking(work, false);
    }

    /** Blocks. */
    ImportRoot imports() {
        return imports;
    }

    /**
     * Copies {@code content} into the share. Blocks.
     *
     * @throws IOException when {@code content} cannot be read
     * @throws DependencyDown when the share cannot be written
     */
    StoredFile store(long workspaceId, FileContent content) throws IOException {
        InputStream opened = content.open();
        try (InputStream bytes = new Source(opened)) {
            return share.store(workspaceId, bytes);
        } catch (SourceUnreadable unreadable) {
            throw unreadable.reason;
        } catch (IOException | UncheckedIOException notStored) {
            throw away(notStored);
        }
    }

    /** The bytes of a file in the share; opening them fails with {@link DependencyDown} when the whole share is away. */
    FileContent content(String reference) {
        FileContent content = share.content(reference);
        return () -> {
            try {
                return content.open();
            } catch (NoSuchFileException missing) {
                if (isAway(reference)) {
                    throw away(missing);
                }
                throw missing;
            }
        };
    }

    /** Where a file of the share lies. Blocks; fails with {@link DependencyDown} when it is not there. */
    public Path path(String reference) {
        Path path = share.path(reference);
        if (!Files.isReadable(path)) {
            throw away(new NoSuchFileException(reference));
        }
        return path;
    }

    /** Something of the reference's workspace was stored once, so a share without its directory is an empty mount point, or none. */
    private boolean isAway(String reference) {
        return !Files.isDirectory(shareRoot.resolve(reference.substring(0, reference.indexOf('/'))));
    }

    /** Wraps the reason, so that nobody takes it for a fault of the source's file. */
    private static DependencyDown away(Exception reason) {
        return new DependencyDown("The file share", new IOException("The file share cannot be used.", reason));
    }

    /** Tells a source that cannot be read from a share that cannot be written. */
    private static final class Source extends FilterInputStream {

        Source(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException unreadable) {
                throw new SourceUnreadable(unreadable);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException unreadable) {
                throw new SourceUnreadable(unreadable);
            }
        }
    }

    private static final class SourceUnreadable extends IOException {

        private final transient IOException reason;

        SourceUnreadable(IOException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
