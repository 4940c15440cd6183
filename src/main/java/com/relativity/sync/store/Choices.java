package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;

/** The choices of fields. A value that names one makes it; a choice is never renamed, moved or removed. */
@ApplicationScoped
public class Choices {

    /** Most names of a path. */
    static final int DEEPEST = 100;

    private static final String SEPARATOR = "\\";

    /** Walks down every path, one look into the index a name, and answers with those that end too early. */
    private static final String MISSING = """
            with recursive wanted as materialized (
                select p.position, p.field_id, string_to_array(p.path, '\\') as names
                  from unnest($1::bigint[], $2::text[]) with ordinality as p(field_id, path, position)),
            walk as (
                select position, field_id, names, 0 as level, 0::bigint as choice_id from wanted
                 union all
                select w.position, w.field_id, w.names, w.level + 1, below.choice_id
                  from walk w
                 cross join lateral (
                       select c.choice_id from store_choice c
                        where c.field_id = w.field_id and coalesce(c.parent_choice_id, 0) = w.choice_id
                          and c.name = w.names[w.level + 1]
                        limit 1) below)
            select w.position from wanted w
             where not exists (
                   select from walk k where k.position = w.position and k.level = cardinality(k.names))
             order by w.position
            """;

    private static final String MAKE_LEVEL = """
            insert into store_choice (field_id, parent_choice_id, name)
            select w.field_id, w.parent_choice_id, w.name
              from unnest($1::bigint[], $2::bigint[], $3::text[]) as w(field_id, parent_choice_id, name)
             order by w.field_id, w.parent_choice_id nulls first, w.name collate "C"
                on conflict (field_id, coalesce(parent_choice_id, 0), name) do nothing
            """;

    private static final String LEVEL = """
            select w.position, c.choice_id
              from unnest($1::bigint[], $2::bigint[], $3::text[]) with ordinality
                   as w(field_id, parent_choice_id, name, position)
              join store_choice c on c.field_id = w.field_id and c.name = w.name
               and coalesce(c.parent_choice_id, 0) = coalesce(w.parent_choice_id, 0)
            """;

    private static final String LIST = """
            with recursive shown as materialized (
                select choice_id, name, parent_choice_id from store_choice
                 where field_id = $1 and choice_id > $2
                 order by choice_id limit $3),
            climb as (
                select choice_id, parent_choice_id as above, name as path from shown
                 union all
                select c.choice_id, p.parent_choice_id, p.name || '\\' || c.path
                  from climb c join store_choice p on p.choice_id = c.above)
            select s.choice_id, s.name, s.parent_choice_id, c.path
              from shown s join climb c on c.choice_id = s.choice_id and c.above is null
             order by s.choice_id
            """;

    private final Transactions transactions;

    Choices(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A choice.
     *
     * @param parentChoiceId null at the top
     * @param path names from the top, joined by a backslash: how a value names it
     */
    public record Choice(long choiceId, String name, Long parentChoiceId, String path) {}

    /** How a value of a field names a choice. */
    record ChoicePath(long fieldId, String path) {

        private List<String> names() {
            return List.of(path.split("\\\\", -1));
        }

        private ChoicePath head(int names) {
            return new ChoicePath(fieldId, String.join(SEPARATOR, names().subList(0, names)));
        }
    }

    /** Choices of a field with ids above {@code afterId}, ascending, at most {@code limit}. */
    public Uni<List<Choice>> list(long fieldId, long afterId, int limit) {
        return transactions
                .query(LIST, Tuple.of(fieldId, afterId, limit))
                .map(rows -> rows.stream()
                        .map(row -> new Choice(
                                row.getLong("choice_id"),
                                row.getString("name"),
                                row.getLong("parent_choice_id"),
                                row.getString("path")))
                        .toList());
    }

    /**
     * Makes the choices at {@code paths} that are missing, parents first: one look where all are there. Of two that make the same one, one
     * waits for the other.
     */
    Uni<Void> make(SqlConnection tx, Collection<ChoicePath> paths) {
        if (paths.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<ChoicePath> wanted = List.copyOf(paths);
        return tx.preparedQuery(MISSING)
                .execute(Tuple.of(
                        wanted.stream().map(ChoicePath::fieldId).toArray(Long[]::new),
                        wanted.stream().map(ChoicePath::path).toArray(String[]::new)))
                .map(rows -> rows.stream()
                        .map(row -> wanted.get(row.getLong(0).intValue() - 1))
                        .toList())
                .chain(missing -> makeLevels(tx, missing));
    }

    private static Uni<Void> makeLevels(SqlConnection tx, List<ChoicePath> missing) {
        int depth = missing.stream().mapToInt(path -> path.names().size()).max().orElse(0);
        Map<ChoicePath, Long> known = new HashMap<>();
        Uni<Void> levels = Uni.createFrom().voidItem();
        for (int level = 1; level <= depth; level++) {
            int names = level;
            levels = levels.chain(() -> makeLevel(tx, missing, names, known));
        }
        return levels;
    }

    private static Uni<Void> makeLevel(
            SqlConnection tx, List<ChoicePath> missing, int names, Map<ChoicePath, Long> known) {
        Set<ChoicePath> heads = new LinkedHashSet<>();
        missing.stream()
                .filter(path -> path.names().size() >= names)
                .map(path -> path.head(names))
                .forEach(heads::add);
        List<ChoicePath> level = new ArrayList<>(heads);
        Tuple arguments = Tuple.of(
                level.stream().map(ChoicePath::fieldId).toArray(Long[]::new),
                level.stream()
                        .map(path -> names == 1 ? null : known.get(path.head(names - 1)))
                        .toArray(Long[]::new),
                level.stream().map(path -> path.names().get(names - 1)).toArray(String[]::new));
        return tx.preparedQuery(MAKE_LEVEL)
                .execute(arguments)
                .chain(() -> tx.preparedQuery(LEVEL).execute(arguments))
                .invoke(rows -> rows.forEach(
                        row -> known.put(level.get(row.getLong("position").intValue() - 1), row.getLong("choice_id"))))
                .replaceWithVoid();
    }
}
