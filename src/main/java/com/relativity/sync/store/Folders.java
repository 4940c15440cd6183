package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.Conflict;
import com.relativity.sync.problem.NotFound;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.workspace.Folder;

/** The folders of a workspace. One with the same name in the same place is the same folder, whoever makes it first. */
@ApplicationScoped
public class Folders {

    /** Most folders that a path may lead down. */
    static final int DEEPEST = 100;

    /** Most characters of a name. */
    static final int NAME_LENGTH = 255;

    private static final int TRIES = 5;

    /**
     * Makes what is missing of one level. The first look spares the ids and locks of an insert where all is there; a folder that another
     * transaction commits meanwhile shows up in neither half, so the caller asks again.
     */
    private static final String MAKE_LEVEL = """
            with wanted as (
                select p.folder_id as parent_folder_id, p.path as parent_path, w.name
                  from unnest($2::bigint[], $3::text[]) as w(parent_folder_id, name)
                  join store_folder p on p.folder_id = w.parent_folder_id and p.workspace_id = $1),
            made as (
                insert into store_folder (workspace_id, parent_folder_id, name, path)
                select $1, w.parent_folder_id, w.name,
                       case w.parent_path when '' then w.name else w.parent_path || '\\' || w.name end
                  from wanted w
                 where not exists (select from store_folder f
                                    where f.parent_folder_id = w.parent_folder_id and f.name = w.name)
                 order by w.parent_folder_id, w.name collate "C"
                    on conflict (parent_folder_id, name) do nothing
                returning folder_id, parent_folder_id, name)
            select folder_id, parent_folder_id, name from made
            union all
            select f.folder_id, f.parent_folder_id, f.name
              from store_folder f join wanted w on w.parent_folder_id = f.parent_folder_id and w.name = f.name
            """;

    private final Transactions transactions;

    Folders(Transactions transactions) {
        this.transactions = transactions;
    }

    public Uni<Optional<Folder>> find(long workspaceId, long folderId) {
        return transactions
                .query("""
                        select folder_id, name, parent_folder_id from store_folder
                         where workspace_id = $1 and folder_id = $2
                        """, Tuple.of(workspaceId, folderId))
                .map(rows -> rows.stream().findFirst().map(Folders::folder));
    }

    /** All folders, each after its parent, those with the same parent by name. */
    public Uni<List<Folder>> all(long workspaceId) {
        return transactions
                .query("""
                        select folder_id, name, parent_folder_id from store_folder where workspace_id = $1
                         order by parent_folder_id nulls first, name
                        """, Tuple.of(workspaceId))
                .map(rows -> rows.stream().map(Folders::folder).toList());
    }

    /**
     * A new folder. Fails with {@link RulesViolated} where its name breaks rules or there is no such parent, and with {@link Conflict} where
     * the parent has a folder of that name.
     *
     * @param parentFolderId null: the root folder
     */
    public Uni<Folder> create(long workspaceId, Long parentFolderId, String name) {
        return transactions
                .query("""
                        select folder_id, path from store_folder
                         where workspace_id = $1 and ($2::bigint is null and parent_folder_id is null or folder_id = $2)
                        """, Tuple.of(workspaceId, parentFolderId))
                .map(rows -> rows.stream().findFirst())
                .chain(parent -> {
                    check(parent.map(row -> row.getString("path")), name);
                    return transactions.query(
                            """
                            insert into store_folder (workspace_id, parent_folder_id, name, path)
                            select $1, folder_id, $3, case path when '' then $3 else path || '\\' || $3 end
                              from store_folder where folder_id = $2
                                on conflict (parent_folder_id, name) do nothing
                            returning folder_id, name, parent_folder_id
                            """, Tuple.of(workspaceId, parent.orElseThrow().getLong("folder_id"), name));
                })
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(Folders::folder)
                        .orElseThrow(() -> new Conflict("There is a folder '" + name + "' in that place already.")));
    }

    private static void check(Optional<String> parentPath, String name) {
        var faults = new ArrayList<Violation>();
        if (parentPath.isEmpty()) {
            faults.add(new Violation("parentFolderId", "There is no such folder in the workspace."));
        }
        var path = new ArrayList<String>();
        parentPath.filter(above -> !above.isEmpty()).ifPresent(above -> path.addAll(List.of(above.split("\\\\"))));
        path.add(name == null ? "" : name);
        String fault = name == null ? "A name is needed." : Names.folderFault(path);
        if (fault != null) {
            faults.add(new Violation("name", fault));
        }
        if (!faults.isEmpty()) {
            throw new RulesViolated(faults);
        }
    }

    /**
     * The folders at {@code paths} below a folder, made where they are missing. Fails with {@link NotFound} when {@code baseFolderId} is no
     * folder of the workspace.
     */
    Uni<Map<List<String>, Long>> below(
            SqlConnection tx, long workspaceId, long baseFolderId, Collection<List<String>> paths) {
        Map<List<String>, Long> known = new HashMap<>();
        known.put(List.of(), baseFolderId);
        int depth = paths.stream().mapToInt(List::size).max().orElse(0);
        Uni<Void> levels = Uni.createFrom().voidItem();
        for (int level = 1; level <= depth; level++) {
            int names = level;
            levels = levels.chain(() -> level(tx, workspaceId, known, heads(paths, names), TRIES));
        }
        return levels.replaceWith(known);
    }

    private static Set<List<String>> heads(Collection<List<String>> paths, int names) {
        Set<List<String>> heads = new LinkedHashSet<>();
        for (List<String> path : paths) {
            if (path.size() >= names) {
                heads.add(List.copyOf(path.subList(0, names)));
            }
        }
        return heads;
    }

    private Uni<Void> level(
            SqlConnection tx, long workspaceId, Map<List<String>, Long> known, Set<List<String>> wanted, int tries) {
        Map<Place, List<String>> pathOf = new HashMap<>();
        for (List<String> path : wanted) {
            if (!known.containsKey(path)) {
                Long parent = known.get(path.subList(0, path.size() - 1));
                pathOf.put(new Place(parent, path.get(path.size() - 1)), path);
            }
        }
        if (pathOf.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (tries == 0) {
            return Uni.createFrom()
                    .failure(new NotFound("The folder that items are to be written to is not in workspace "
                            + workspaceId + "; choose one that exists."));
        }
        List<Place> places = List.copyOf(pathOf.keySet());
        return tx.preparedQuery(MAKE_LEVEL)
                .execute(Tuple.of(
                        workspaceId,
                        places.stream().map(Place::parentFolderId).toArray(Long[]::new),
                        places.stream().map(Place::name).toArray(String[]::new)))
                .invoke(rows -> rows.forEach(row -> known.put(
                        pathOf.get(new Place(row.getLong("parent_folder_id"), row.getString("name"))),
                        row.getLong("folder_id"))))
                .chain(() -> level(tx, workspaceId, known, wanted, tries - 1));
    }

    private record Place(long parentFolderId, String name) {}

    private static Folder folder(Row row) {
        return new Folder(row.getLong("folder_id"), row.getString("name"), row.getLong("parent_folder_id"));
    }
}
