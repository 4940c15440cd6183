package com.relativity.sync.workspace;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.problem.RulesViolated;

/**
 * A case database. Every call answers without blocking and fails with {@link DependencyDown} when the database or its file share is away;
 * what does not exist is empty, not a failure. Every gateway passes {@code WorkspaceGatewayContract}.
 */
public interface WorkspaceGateway {

    Uni<Optional<Workspace>> workspace(long workspaceId);

    /** All fields of an object type, the identifier first; empty for a type that does not exist. */
    Uni<List<Field>> fields(long workspaceId, long objectTypeId);

    Uni<Optional<ObjectType>> objectType(long workspaceId, long objectTypeId);

    Uni<Optional<View>> view(long workspaceId, long viewId);

    Uni<Optional<Production>> production(long workspaceId, long productionId);

    Uni<Optional<Folder>> folder(long workspaceId, long folderId);

    Uni<Optional<SavedSearch>> savedSearch(long workspaceId, long savedSearchId);

    /**
     * Ids of the items of {@code source} above {@code afterItemId}, ascending, at most {@code limit}; fewer only at the end. Positive ids:
     * start with 0.
     */
    Uni<List<Long>> itemIds(long workspaceId, DataSource source, long afterItemId, int limit);

    /** The items in the order of their ids as given; one that no longer exists is left out. */
    Uni<List<SourceItem>> read(long workspaceId, ItemSelection selection);

    /**
     * Copies bytes into the workspace's file share and answers when they are durable there under a name made of their content, with the
     * size and SHA-256 of what was read. The same content again costs no space. A file that no item refers to is removed some day.
     * Fails with the {@link java.io.IOException} of {@code content} where that cannot be read.
     */
    Uni<StoredFile> store(long workspaceId, FileContent content);

    /**
     * Lets the workspace refer to a file of another one, where it lies; no byte is copied. Fails with {@link java.io.IOException} where
     * it is not there.
     */
    Uni<StoredFile> link(long workspaceId, SourceFile file);

    /**
     * Writes a batch and its receipt in one transaction: all of it or nothing. Choices and objects that values name and that are
     * missing are made, the objects for the batch's chain; an object of a field without an object type, and a user that is unknown, is an item error. The same key again writes nothing and answers with the first
     * receipt. Fails with {@link LeaseLost} when a higher attempt of the job has been seen, or this attempt or a
     * higher one was closed.
     */
    Uni<BatchReceipt> write(long workspaceId, BatchKey key, int attempt, BatchWrite batch);

    /** The object type of that name; made, with the identifier field Name, where it is missing. */
    Uni<ObjectType> ensureObjectType(long workspaceId, String name);

    /** The field of that name, made where it is missing. Fails with {@link RulesViolated} where it is there with another type. */
    Uni<Field> ensureField(long workspaceId, long objectTypeId, NewField field);

    /**
     * Writes one object, making it where it is missing; what {@code values}, none of which is a file, does not name stays as it is. Fails with
     * {@link RulesViolated} where a value cannot be one of its field.
     */
    Uni<Void> ensureObject(long workspaceId, long objectTypeId, String identifier, Map<Long, Object> values);

    /** Identifiers of the objects that have exactly this value in the field, in order. */
    Uni<List<String>> objectsWith(long workspaceId, long objectTypeId, long fieldId, Object value);

    /**
     * Gives an object another identifier, also wherever a field of the workspace names it. Repeating it changes nothing, and ends what a crash
     * left undone. Where there are objects of both names, both stay, and what named the one names the other.
     */
    Uni<Void> renameObject(long workspaceId, long objectTypeId, String from, String to);

    /** A public saved search of that name for the documents that have {@code objectName} in the field; made where it is missing. */
    Uni<SavedSearch> ensureSavedSearch(long workspaceId, String name, long fieldId, String objectName);

    /** Marks a production as produced and closes it. Repeating it changes nothing. */
    Uni<Void> closeProduction(long workspaceId, long productionId);

    /** The receipts of a job from {@code fromPosition} on, in order of position. */
    Uni<List<BatchReceipt>> receipts(long workspaceId, long jobId, long fromPosition);

    /**
     * Ends the job's writes: from now on, every write of an attempt up to this one is refused with {@link LeaseLost}. Repeating it changes
     * nothing. With it, a run that ends knows that no receipt will follow the ones it has.
     */
    Uni<Void> close(long workspaceId, long jobId, int attempt);

    /** Forgets the receipts of a job that has ended and was closed. */
    Uni<Void> forget(long workspaceId, long jobId);

    /**
     * Jobs with a number below {@code firstJobId} are gone for good. What the gateway keeps to fence off their writes may be forgotten; the
     * writes themselves are refused with {@link LeaseLost} for ever. Forgets some, at most {@code limit}, and answers whether there are more.
     */
    default Uni<Boolean> forgetRunsBefore(long firstJobId, int limit) {
        return Uni.createFrom().item(false);
    }

    /**
     * One step of looking through the file share for what nothing refers to; answers whether the next step should follow. The step after the
     * last one begins anew. Safe beside everything else, itself in other processes included.
     */
    default Uni<Boolean> sweep() {
        return Uni.createFrom().item(false);
    }

    /** Bytes of files that it can take; fails with {@link com.relativity.sync.problem.DependencyDown} where it can take none. */
    default Uni<Long> roomForFiles() {
        return Uni.createFrom().item(Long.MAX_VALUE);
    }
}
