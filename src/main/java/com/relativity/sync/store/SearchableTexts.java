package com.relativity.sync.store;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.workspace.StoredFile;

/**
 * The texts of the file share in the form that conditions search: one row a content, for all workspaces. A copied text has its row already,
 * so a copy only looks.
 */
@ApplicationScoped
class SearchableTexts {

    /** Characters that are held at a time; a longer text goes into its row piece by piece. */
    private static final int PIECE = 4 * 1024 * 1024;

    private final Transactions transactions;
    private final StoreFiles files;

    SearchableTexts(Transactions transactions, StoreFiles files) {
        this.transactions = transactions;
        this.files = files;
    }

    /** Adds those of {@code texts} that are not there, each committed by itself: a text that no item refers to yet is found by nothing. */
    Uni<Void> add(Collection<StoredFile> texts) {
        if (texts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<String, StoredFile> byContent = new LinkedHashMap<>();
        texts.forEach(text -> byContent.put(text.sha256(), text));
        return transactions
                .query("""
                        select s.sha256 from unnest($1::text[]) as s(sha256)
                         where not exists (select from store_text t where t.sha256 = s.sha256 and not t.leaving)
                        """, Tuple.of(byContent.keySet().toArray(String[]::new)))
                .onItem()
                .transformToMulti(missing -> Multi.createFrom().iterable(missing))
                .onItem()
                .transformToUniAndConcatenate(row -> add(byContent.get(row.getString(0))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> add(StoredFile text) {
        return files.onWorker(() -> open(text))
                .chain(reader -> piece(reader)
                        .chain(first -> transactions.inOne(tx -> insert(tx, text, first)
                                .chain(added -> added
                                        ? append(tx, text, reader)
                                        : Uni.createFrom().voidItem())))
                        .onTermination()
                        .call(() -> files.onWorker(() -> {
                            reader.close();
                            return null;
                        })));
    }

    private Reader open(StoredFile text) {
        try {
            return new InputStreamReader(files.content(text.reference()).open(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new DependencyDown("The file share", unreadable);
        }
    }

    /** Whether it was added, or taken back from leaving; another writer may have been first. */
    private static Uni<Boolean> insert(SqlConnection tx, StoredFile text, String first) {
        return tx.preparedQuery("""
                        insert into store_text as t (sha256, content) values ($1, $2)
                            on conflict (sha256) do update set content = excluded.content, leaving = false where t.leaving
                        """).execute(Tuple.of(text.sha256(), first)).map(rows -> rows.rowCount() == 1);
    }

    private Uni<Void> append(SqlConnection tx, StoredFile text, Reader reader) {
        return piece(reader)
                .chain(piece -> piece.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : tx.preparedQuery("update store_text set content = content || $2 where sha256 = $1")
                                .execute(Tuple.of(text.sha256(), piece))
                                .chain(() -> append(tx, text, reader)));
    }

    /** The next characters, none at the end. PostgreSQL knows no NUL; a blank in its place keeps the words beside it apart. */
    private Uni<String> piece(Reader reader) {
        return files.onWorker(() -> {
            StringBuilder piece = new StringBuilder();
            char[] buffer = new char[8192];
            int read = 0;
            while (piece.length() < PIECE && (read = reader.read(buffer)) >= 0) {
                piece.append(buffer, 0, read);
            }
            boolean halved = !piece.isEmpty() && Character.isHighSurrogate(piece.charAt(piece.length() - 1));
            int other = halved ? reader.read() : -1;
            if (other >= 0) {
                piece.append((char) other);
            }
            return piece.toString().replace('\0', ' ');
        });
    }
}
