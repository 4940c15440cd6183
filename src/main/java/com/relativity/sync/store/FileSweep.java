package com.relativity.sync.store;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * Removes files of the share that nothing refers to, workspace after workspace, in two sweeps:
 *
 * <ol>
 *   <li>The references of the workspace are read, portion by portion.
 *   <li>A file that was not stored again for {@code sync.workspaces.sweep-age} and is not referred to is set aside. It can still be read.
 *   <li>A later sweep finds it aside for the same time: by the references that it has read, the file goes back to its place or is removed.
 * </ol>
 *
 * <p>No item is left without its file, whoever stores and refers to it at the same moment. A writer makes sure that its files are in their
 * places, and commits its references within minutes after that look, or not at all ({@link PlacedFiles}); the age is an hour at least. So
 * take a file that is removed, the instant A at which it was set aside, and an item or a page that refers to it. A look before A: the
 * reference was committed long before the removing sweep began to read, and it read every item once, in the order of its unchanging id, and
 * every page once, in the order of its item and number; it has seen the reference and put the file back. (A page can change its number only
 * by a write, and it is the look of the last write that counts here.) A look after A: it has put the file back itself, or found that the
 * content had been stored again (another file, and removing the one aside leaves it alone), or found nothing and refused the write. Until then
 * readers find the file aside.
 *
 * <p>Several sweeps at once do no harm: each judges by what it read after its own beginning. Workspaces that the database does not know are
 * left alone, as are files that do not bear the name of a content.
 */
@ApplicationScoped
class FileSweep {

    private static final Logger LOG = Logger.getLogger(FileSweep.class);

    private final FileReferences references;
    private final LeavingTexts texts;
    private final StoreFiles files;
    private final StoreSettings settings;
    private final Counter removed;
    private final Deque<Long> workspacesLeft = new ArrayDeque<>();
    private WorkspaceSweep current;
    private boolean begun;
    private long setAside;
    private long restored;
    private long gone;

    FileSweep(
            FileReferences references,
            LeavingTexts texts,
            StoreFiles files,
            StoreSettings settings,
            MeterRegistry metrics) {
        this.references = references;
        this.texts = texts;
        this.files = files;
        this.settings = settings;
        this.removed = metrics.counter("sync.retention.removed", "kind", "files");
    }

    /** One step, for one caller at a time. Answers whether there is more to do; the step after the last one begins anew. */
    Uni<Boolean> step() {
        if (!begun) {
            return begin();
        }
        if (current != null) {
            return current.step().invoke(this::count).replaceWith(true);
        }
        return workspacesLeft.isEmpty() ? end() : enter(workspacesLeft.pop());
    }

    private Uni<Boolean> begin() {
        return files.onWorker(() -> files.sweep().workspaces())
                .chain(references::existing)
                .invoke(found -> {
                    workspacesLeft.clear();
                    workspacesLeft.addAll(found);
                    setAside = 0;
                    restored = 0;
                    gone = 0;
                    begun = true;
                })
                .replaceWith(true);
    }

    private Uni<Boolean> enter(long workspaceId) {
        Instant now = Instant.now();
        return references
                .objectTypes(workspaceId)
                .chain(types -> references
                        .productions(workspaceId)
                        .invoke(productions -> current = new WorkspaceSweep(
                                workspaceId, now, types, productions, references, texts, files, settings)))
                .replaceWith(true);
    }

    private void count(WorkspaceSweep.Done done) {
        setAside += done.setAside();
        restored += done.restored();
        gone += done.removed();
        removed.increment(done.removed());
        if (!done.more()) {
            current = null;
        }
    }

    private Uni<Boolean> end() {
        begun = false;
        if (setAside + restored + gone > 0) {
            LOG.infof(
                    "File share: %d files that nothing refers to were set aside, %d removed, %d put back",
                    setAside, gone, restored);
        }
        return Uni.createFrom().item(false);
    }
}
