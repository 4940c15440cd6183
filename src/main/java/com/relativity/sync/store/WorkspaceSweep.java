package com.relativity.sync.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.store.FileReferences.Position;
import com.relativity.sync.store.files.ShareSweep;

/** One workspace's part of a {@link FileSweep}, where the guarantee stands. The steps: references, what is aside, what lies in its place. */
final class WorkspaceSweep {

    private final long workspaceId;
    private final FileReferences references;
    private final LeavingTexts texts;
    private final StoreFiles files;
    private final StoreSettings settings;
    private final Instant limit;
    private final NameSet referred;
    private final List<Long> typesLeft;
    private final List<Long> productionsLeft;
    private Position last = Position.START;
    private String lastLink = "";
    private boolean allReferencesRead;
    private ShareSweep.Walk walk;

    /** @param objectTypes those of the workspace, read after this instant, as the productions */
    WorkspaceSweep(
            long workspaceId,
            Instant begun,
            List<Long> objectTypes,
            List<Long> productions,
            FileReferences references,
            LeavingTexts texts,
            StoreFiles files,
            StoreSettings settings) {
        this.workspaceId = workspaceId;
        this.limit = begun.minus(settings.sweepAge());
        this.typesLeft = new ArrayList<>(objectTypes);
        this.productionsLeft = new ArrayList<>(productions);
        this.references = references;
        this.texts = texts;
        this.files = files;
        this.settings = settings;
        this.referred = new NameSet(
                settings.sweepMemory().asLongValue(),
                ThreadLocalRandom.current().nextLong());
    }

    /** What a step did. */
    record Done(boolean more, int setAside, int restored, int removed) {

        static Done nothing(boolean more) {
            return new Done(more, 0, 0, 0);
        }
    }

    Uni<Done> step() {
        if (!typesLeft.isEmpty()) {
            return read(references.ofItems(typesLeft.get(0), last, settings.sweepItems()), typesLeft);
        }
        if (!productionsLeft.isEmpty()) {
            return read(references.ofProduction(productionsLeft.get(0), last, settings.sweepItems()), productionsLeft);
        }
        if (!allReferencesRead) {
            return readLinks();
        }
        return walk == null ? settle() : setAside();
    }

    /** @param left the first one of these is done when there is no more portion of it */
    private Uni<Done> read(Uni<FileReferences.Portion<Position>> next, List<Long> left) {
        return next.invoke(portion -> {
                    portion.names().forEach(referred::add);
                    if (portion.last() == null) {
                        left.remove(0);
                        last = Position.START;
                    } else {
                        last = portion.last();
                    }
                })
                .replaceWith(Done.nothing(true));
    }

    private Uni<Done> readLinks() {
        return references
                .ofLinks(workspaceId, lastLink, settings.sweepItems())
                .invoke(portion -> {
                    portion.names().forEach(referred::add);
                    allReferencesRead = portion.last() == null;
                    lastLink = portion.last();
                })
                .replaceWith(Done.nothing(true));
    }

    /** What was set aside long ago goes back or goes for good. Texts first: a file that is still there is found again. */
    private Uni<Done> settle() {
        return files.onWorker(this::due).chain(due -> due.isEmpty() ? begin() : settle(due));
    }

    private List<String> due() throws IOException {
        return files.sweep().asideBefore(workspaceId, limit, settings.sweepFiles());
    }

    private Uni<Done> begin() {
        return files.onWorker(() -> files.sweep().walk(workspaceId))
                .invoke(begun -> walk = begun)
                .replaceWith(Done.nothing(true));
    }

    private Uni<Done> settle(List<String> due) {
        List<String> kept = due.stream().filter(referred::mayHold).toList();
        List<String> gone = due.stream().filter(name -> !referred.mayHold(name)).toList();
        return texts.remove(workspaceId, gone)
                .chain(() -> files.onWorker(() -> {
                    for (String name : kept) {
                        files.sweep().restore(workspaceId, name);
                    }
                    int removed = 0;
                    for (String name : gone) {
                        removed += files.sweep().remove(workspaceId, name) ? 1 : 0;
                    }
                    return new Done(true, 0, kept.size(), removed);
                }));
    }

    private Uni<Done> setAside() {
        return files.onWorker(() -> {
            int setAside = 0;
            for (String name : walk.next(limit, settings.sweepFiles())) {
                if (!referred.mayHold(name) && files.sweep().setAside(workspaceId, name, limit)) {
                    setAside++;
                }
            }
            return new Done(walk.hasMore(), setAside, 0, 0);
        });
    }
}
