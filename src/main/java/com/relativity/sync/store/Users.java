package com.relativity.sync.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.Conflict;
import com.relativity.sync.sql.Transactions;

/** The users of the instance, by their e-mail addresses; case does not count. A user is never changed or removed. */
@ApplicationScoped
public class Users {

    private final Transactions transactions;

    Users(Transactions transactions) {
        this.transactions = transactions;
    }

    /** @param email as it was first written */
    public record User(long userId, String email) {}

    /** Fails with {@link Conflict} where there is a user with that address. */
    public Uni<User> create(String email) {
        return transactions
                .query("""
                        insert into store_user (email) values ($1) on conflict (lower(email)) do nothing
                        returning user_id, email
                        """, Tuple.of(email))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(Users::user)
                        .orElseThrow(() -> new Conflict("There is a user '" + email + "' already.")));
    }

    /** Users with ids above {@code afterId}, ascending, at most {@code limit}. */
    public Uni<List<User>> list(long afterId, int limit) {
        return transactions
                .query(
                        "select user_id, email from store_user where user_id > $1 order by user_id limit $2",
                        Tuple.of(afterId, limit))
                .map(rows -> rows.stream().map(Users::user).toList());
    }

    /** For those of {@code emails} that are known, the address as it was first written. */
    Uni<Map<String, String>> known(Collection<String> emails) {
        if (emails.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return transactions.query("""
                        select w.email as named, u.email
                          from unnest($1::text[]) as w(email) join store_user u on lower(u.email) = lower(w.email)
                        """, Tuple.of(emails.toArray(String[]::new))).map(rows -> {
            Map<String, String> known = new HashMap<>();
            rows.forEach(row -> known.put(row.getString("named"), row.getString("email")));
            return known;
        });
    }

    /** The same after those that are missing were made, in a transaction of their own: a user whom nothing names does no harm. */
    Uni<Map<String, String>> made(Collection<String> emails) {
        return known(emails).chain(known -> {
            List<String> missing =
                    emails.stream().filter(email -> !known.containsKey(email)).toList();
            return missing.isEmpty()
                    ? Uni.createFrom().item(known)
                    : transactions
                            .query("""
                                    insert into store_user (email)
                                    select distinct on (lower(w.email)) w.email from unnest($1::text[]) as w(email)
                                     order by lower(w.email)
                                        on conflict (lower(email)) do nothing
                                    """, Tuple.of(missing.toArray(String[]::new)))
                            .chain(() -> known(emails));
        });
    }

    private static User user(Row row) {
        return new User(row.getLong("user_id"), row.getString("email"));
    }
}
