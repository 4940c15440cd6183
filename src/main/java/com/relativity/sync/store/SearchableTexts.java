package com.relativity.sync.store;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.store.TextPieces.Piece;
import com.relativity.sync.workspace.StoredFile;

/**
 * The texts of the file share in the form that conditions search: one row a content, for all workspaces. A copied text has its row already,
 * so a copy only looks. A text longer than a piece is found once all its pieces are there.
 */
@ApplicationScoped
class SearchableTexts {

    /** Characters that are held at a time. */
    private static final int PIECE_CHARACTERS = 4 * 1024 * 1024;

    // Added, or taken back from leaving; another writer may have been first.
    private static final String WHOLE = """
            insert into store_text as t (sha256, content) values ($1, $2)
                on conflict (sha256) do update set content = excluded.content, in_pieces = false, leaving = false where t.leaving
            """;

    // Whoever cuts into pieces of another size: each piece is what the text holds from its start on.
    private static final String PIECE = """
            insert into store_text_piece as p (sha256, first_character, characters, piece) values ($1, $2, $3, $4)
                on conflict (sha256, first_character) do update
               set characters = excluded.characters, piece = excluded.piece where p.characters < excluded.characters
            """;

    private static final String COMPLETE = """
            insert into store_text as t (sha256, content, in_pieces)
            select $1, '', true
             where cardinality($2::bigint[]) = (
                   select count(*) from store_text_piece where sha256 = $1 and first_character = any ($2::bigint[]))
                on conflict (sha256) do update set content = '', in_pieces = true, leaving = false where t.leaving
            """;

    private final Transactions transactions;
    private final StoreFiles files;
    private final int pieceCharacters;

    @Inject
    SearchableTexts(Transactions transactions, StoreFiles files) {
        this(transactions, files, PIECE_CHARACTERS);
    }

    SearchableTexts(Transactions transactions, StoreFiles files, int pieceCharacters) {
        this.transactions = transactions;
        this.files = files;
        this.pieceCharacters = pieceCharacters;
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
        return files.onWorker(() -> new TextPieces(open(text), pieceCharacters))
                .chain(pieces -> files.onWorker(pieces::next)
                        .chain(first -> first.isLast()
                                ? transactions
                                        .query(WHOLE, Tuple.of(text.sha256(), first.text()))
                                        .replaceWithVoid()
                                : addPieces(text.sha256(), pieces, first))
                        .onTermination()
                        .call(() -> files.onWorker(() -> {
                            pieces.close();
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

    /** Those that an earlier attempt, or another writer, has added are not sent again. */
    private Uni<Void> addPieces(String sha256, TextPieces pieces, Piece first) {
        Map<Long, Integer> known = new HashMap<>();
        List<Long> starts = new ArrayList<>();
        return transactions
                .query("select first_character, characters from store_text_piece where sha256 = $1", Tuple.of(sha256))
                .invoke(rows -> rows.forEach(row -> known.put(row.getLong(0), row.getInteger(1))))
                .chain(() -> addPiece(sha256, first, known, starts))
                .chain(() -> Multi.createBy()
                        .repeating()
                        .uni(() -> files.onWorker(pieces::next).chain(piece -> addPiece(sha256, piece, known, starts)))
                        .whilst(piece -> !piece.isLast())
                        .collect()
                        .last())
                .chain(() -> complete(sha256, starts));
    }

    private Uni<Piece> addPiece(String sha256, Piece piece, Map<Long, Integer> known, List<Long> starts) {
        starts.add(piece.first());
        int characters = piece.text().length();
        return known.getOrDefault(piece.first(), 0) >= characters
                ? Uni.createFrom().item(piece)
                : transactions
                        .query(PIECE, Tuple.of(sha256, piece.first(), characters, piece.text()))
                        .replaceWith(piece);
    }

    /** From here on the text is found. Of one that was removed meanwhile, some pieces may be missing. */
    private Uni<Void> complete(String sha256, List<Long> starts) {
        return transactions.inOne(tx -> tx.preparedQuery("select from store_text where sha256 = $1 for update")
                .execute(Tuple.of(sha256))
                .chain(() -> tx.preparedQuery(COMPLETE).execute(Tuple.of(sha256, starts.toArray(Long[]::new))))
                .chain(() -> tx.preparedQuery("select from store_text where sha256 = $1 and not leaving")
                        .execute(Tuple.of(sha256)))
                .invoke(complete -> {
                    if (complete.size() == 0) {
                        throw new DependencyDown(
                                "PostgreSQL", new ConcurrentModificationException("pieces of a text were removed"));
                    }
                })
                .replaceWithVoid());
    }
}
