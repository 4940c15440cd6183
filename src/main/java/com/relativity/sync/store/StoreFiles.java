package com.relativity.sync.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.store.files.FileShare;
import com.relativity.sync.store.files.ImportRoot;
import com.relativity.sync.store.files.ShareSweep;
import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.SourceFile;
import com.relativity.sync.workspace.StoredFile;

/**
 * The store's files, and the pool of threads that all blocking work on them is done by. The pool is the store's own: one of Vert.x would end
 * with the HTTP server, before running jobs have reached their checkpoint.
 */
@ApplicationScoped
public class StoreFiles {

    private final FileShare share;
    private final ShareSweep sweep;
    private final Path shareRoot;
    private final ImportRoot imports;
    private final ExecutorService workers;
    private final AtomicBoolean looking = new AtomicBoolean();

    StoreFiles(StoreSettings settings) {
        this.shareRoot = settings.files();
        this.share = new FileShare(settings.files());
        this.sweep = new ShareSweep(settings.files());
        this.imports = new ImportRoot(settings.imports());
        var number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(settings.fileThreads(), work -> {
            var thread = new Thread(work, "workspace-files-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @PreDestroy
    void close() {
        workers.shutdown();
    }

    /** Runs {@code work} on a worker thread; the answer arrives where the caller was. Waits while all threads are busy. */
    public <T> Uni<T> onWorker(Callable<T> work) {
        Context caller = Vertx.currentContext();
        Uni<T> done = Uni.createFrom().<T>emitter(emitter -> {
            try {
                workers.execute(() -> {
                    try {
                        emitter.complete(work.call());
                    } catch (Throwable failed) {
                        // An Error too: whoever waits must hear of it, or waits for ever.
                        emitter.fail(failed);
                    }
                });
            } catch (RejectedExecutionException stopping) {
                emitter.fail(away(stopping));
            }
        });
        return caller == null ? done : done.emitOn(next -> caller.runOnContext(now -> next.run()));
    }

    /** Blocks. */
    ImportRoot imports() {
        return imports;
    }

    /** Blocks. */
    ShareSweep sweep() {
        return sweep;
    }

    /** Whether a reference's file lies where it belongs, or was put back there now. Blocks. */
    boolean isInPlace(String reference) throws IOException {
        Path place = share.path(reference);
        if (!Files.exists(place)) {
            sweep.restore(
                    Long.parseLong(reference.substring(0, reference.indexOf('/'))),
                    place.getFileName().toString());
        }
        return Files.exists(place);
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

    /**
     * Looks at a file that a workspace is to refer to. Blocks.
     *
     * @throws NoSuchFileException when it is not there
     * @throws IOException when it has another size than it is said to have
     * @throws DependencyDown when the whole share is away
     */
    StoredFile link(SourceFile file) throws IOException {
        if (!isInPlace(file.reference())) {
            NoSuchFileException missing = new NoSuchFileException(file.reference(), null, "not in the file share");
            if (isAway(file.reference())) {
                throw away(missing);
            }
            throw missing;
        }
        long size = Files.size(share.find(file.reference()));
        if (size != file.sizeBytes()) {
            throw new IOException("The file has " + size + " bytes and should have " + file.sizeBytes() + ".");
        }
        return new StoredFile(file.reference(), file.sizeBytes(), file.sha256());
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
        Path path = share.find(reference);
        if (!Files.isReadable(path)) {
            throw away(new NoSuchFileException(reference));
        }
        return path;
    }

    /**
     * Bytes that can be written. The share is made with the first file, so until then its parent counts. Blocks, for as long as a share that
     * hangs; only one thread at a time does.
     *
     * @throws DependencyDown when nothing can be written
     */
    long room() {
        if (!looking.compareAndSet(false, true)) {
            throw away(new IOException("an earlier look has not come back"));
        }
        try {
            return usableBytes();
        } catch (IOException unusable) {
            throw away(unusable);
        } finally {
            looking.set(false);
        }
    }

    private long usableBytes() throws IOException {
        Path place = shareRoot.toAbsolutePath();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        if (!Files.isDirectory(place) || !Files.isWritable(place)) {
            throw new AccessDeniedException(place.toString(), null, "cannot be written");
        }
        return Files.getFileStore(place).getUsableSpace();
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
