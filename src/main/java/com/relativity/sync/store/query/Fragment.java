package com.relativity.sync.store.query;

import java.util.List;

/**
 * A boolean SQL expression over {@code store_item i}; null counts as false.
 *
 * @param sql with a placeholder {@code $n} for each parameter, numbered from the number that was asked for
 * @param parameters each a {@link String} or a {@code String[]}, cast in the SQL to what it stands for
 */
public record Fragment(String sql, List<Object> parameters) {

    public Fragment {
        parameters = List.copyOf(parameters);
    }
}
