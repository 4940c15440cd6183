package com.relativity.sync.simulation;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.workspace.BatchKey;
import com.relativity.sync.workspace.BatchReceipt;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.DataSource;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.Folder;
import com.relativity.sync.workspace.InMemoryWorkspaces;
import com.relativity.sync.workspace.ItemSelection;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.ObjectType;
import com.relativity.sync.workspace.Production;
import com.relativity.sync.workspace.SavedSearch;
import com.relativity.sync.workspace.SourceFile;
import com.relativity.sync.workspace.SourceItem;
import com.relativity.sync.workspace.StoredFile;
import com.relativity.sync.workspace.View;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;

/** Case databases at the end of simulated wires, and what was ever written into them. */
final class SimulatedWorkspaces {

    private final VirtualTime time;
    private final Faults faults;
    private final InMemoryWorkspaces workspaces;
    private final Map<Long, Map<String, Integer>> written = new HashMap<>();
    private long awayUntil;

    SimulatedWorkspaces(VirtualTime time, Faults faults, InMemoryWorkspaces workspaces) {
        this.time = time;
        this.faults = faults;
        this.workspaces = workspaces;
    }

    void goAway(long millis) {
        awayUntil = Math.max(awayUntil, time.nowMillis() + millis);
    }

    void comeBack() {
        awayUntil = 0;
    }

    /** How often each item of a job was written. */
    Map<String, Integer> writtenOf(long jobId) {
        return written.getOrDefault(jobId, Map.of());
    }

    WorkspaceGateway seenBy(SimulatedProcess client) {
        return new Seen(client);
    }

    private final class Seen implements WorkspaceGateway {

        private final SimulatedProcess client;

        Seen(SimulatedProcess client) {
            this.client = client;
        }

        private <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return Uni.createFrom().emitter(emitter -> {
                var fate = faults.fate();
                Runnable failure = () ->
                        emitter.fail(new DependencyDown("The workspace", new IOException("Connection reset by peer")));
                faults.deliver(client, () -> {
                    if (fate == Faults.Fate.LOST_BEFORE || time.nowMillis() < awayUntil) {
                        time.plan(client, faults.delayMillis(), failure);
                        return;
                    }
                    question.get()
                            .subscribe()
                            .with(
                                    answer -> time.plan(
                                            client,
                                            faults.delayMillis(),
                                            fate == Faults.Fate.ARRIVES ? () -> emitter.complete(answer) : failure),
                                    refusal -> time.plan(client, faults.delayMillis(), () -> emitter.fail(refusal)));
                });
            });
        }

        @Override
        public Uni<Optional<Workspace>> workspace(long workspaceId) {
            return ask(() -> workspaces.workspace(workspaceId));
        }

        @Override
        public Uni<List<Field>> fields(long workspaceId, long objectTypeId) {
            return ask(() -> workspaces.fields(workspaceId, objectTypeId));
        }

        @Override
        public Uni<Optional<Folder>> folder(long workspaceId, long folderId) {
            return ask(() -> workspaces.folder(workspaceId, folderId));
        }

        @Override
        public Uni<Optional<SavedSearch>> savedSearch(long workspaceId, long savedSearchId) {
            return ask(() -> workspaces.savedSearch(workspaceId, savedSearchId));
        }

        @Override
        public Uni<List<Long>> itemIds(long workspaceId, DataSource source, long afterItemId, int limit) {
            return ask(() -> workspaces.itemIds(workspaceId, source, afterItemId, limit));
        }

        @Override
        public Uni<List<SourceItem>> read(long workspaceId, ItemSelection selection) {
            return ask(() -> workspaces.read(workspaceId, selection));
        }

        @Override
        public Uni<StoredFile> store(long workspaceId, FileContent content) {
            throw new UnsupportedOperationException("The documents of the simulation have no files");
        }

        @Override
        public Uni<Optional<ObjectType>> objectType(long workspaceId, long objectTypeId) {
            return ask(() -> workspaces.objectType(workspaceId, objectTypeId));
        }

        @Override
        public Uni<Optional<View>> view(long workspaceId, long viewId) {
            return ask(() -> workspaces.view(workspaceId, viewId));
        }

        @Override
        public Uni<Optional<Production>> production(long workspaceId, long productionId) {
            return ask(() -> workspaces.production(workspaceId, productionId));
        }

        @Override
        public Uni<StoredFile> link(long workspaceId, SourceFile file) {
            return ask(() -> workspaces.link(workspaceId, file));
        }

        @Override
        public Uni<ObjectType> ensureObjectType(long workspaceId, String name) {
            return ask(() -> workspaces.ensureObjectType(workspaceId, name));
        }

        @Override
        public Uni<Field> ensureField(long workspaceId, long objectTypeId, NewField field) {
            return ask(() -> workspaces.ensureField(workspaceId, objectTypeId, field));
        }

        @Override
        public Uni<Void> ensureObject(
                long workspaceId, long objectTypeId, String identifier, Map<Long, Object> values) {
            return ask(() -> workspaces.ensureObject(workspaceId, objectTypeId, identifier, values));
        }

        @Override
        public Uni<List<String>> objectsWith(long workspaceId, long objectTypeId, long fieldId, Object value) {
            return ask(() -> workspaces.objectsWith(workspaceId, objectTypeId, fieldId, value));
        }

        @Override
        public Uni<Void> renameObject(long workspaceId, long objectTypeId, String from, String to) {
            return ask(() -> workspaces.renameObject(workspaceId, objectTypeId, from, to));
        }

        @Override
        public Uni<SavedSearch> ensureSavedSearch(long workspaceId, String name, long fieldId, String objectName) {
            return ask(() -> workspaces.ensureSavedSearch(workspaceId, name, fieldId, objectName));
        }

        @Override
        public Uni<Void> closeProduction(long workspaceId, long productionId) {
            return ask(() -> workspaces.closeProduction(workspaceId, productionId));
        }

        @Override
        public Uni<BatchReceipt> write(long workspaceId, BatchKey key, int attempt, BatchWrite batch) {
            return ask(() -> workspaces
                    .receipts(workspaceId, key.jobId(), key.firstPosition())
                    .flatMap(before -> workspaces
                            .write(workspaceId, key, attempt, batch)
                            .invoke(receipt -> {
                                // an answer for the second time is the first one's receipt itself
                                if (before.stream().noneMatch(earlier -> earlier == receipt)) {
                                    note(key.jobId(), batch, receipt);
                                }
                            })));
        }

        private void note(long jobId, BatchWrite batch, BatchReceipt receipt) {
            var ofJob = written.computeIfAbsent(jobId, first -> new TreeMap<>());
            batch.items().stream()
                    .map(item -> item.identifier())
                    .filter(identifier -> receipt.errors().stream()
                            .noneMatch(error -> error.identifier().equals(identifier)))
                    .forEach(identifier -> ofJob.merge(identifier, 1, Integer::sum));
        }

        @Override
        public Uni<List<BatchReceipt>> receipts(long workspaceId, long jobId, long fromPosition) {
            return ask(() -> workspaces.receipts(workspaceId, jobId, fromPosition));
        }

        @Override
        public Uni<Void> close(long workspaceId, long jobId, int attempt) {
            return ask(() -> workspaces.close(workspaceId, jobId, attempt));
        }

        @Override
        public Uni<Void> forget(long workspaceId, long jobId) {
            return ask(() -> workspaces.forget(workspaceId, jobId));
        }
    }
}
