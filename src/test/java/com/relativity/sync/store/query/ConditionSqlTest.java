package com.relativity.sync.store.query;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import com.relativity.sync.embedded.Database;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The SQL of a condition finds in PostgreSQL what the words about its operators promise, told here once more by a few lines of Java. */
class ConditionSqlTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$([0-9]+)");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static Database database;
    private static Connection connection;

    @BeforeContainer
    static void start() throws IOException, SQLException {
        database = Database.fresh();
        connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), "");
        try (var statement = connection.createStatement()) {
            // Tables of this session's own: other columns of the real ones do not matter here.
            statement.execute(
                    "create temporary table store_item (item_id bigint, identifier text not null, fields jsonb not null)");
            statement.execute("create temporary table store_text (sha256 text primary key, content text not null,"
                    + " in_pieces boolean not null default false)");
            statement.execute(
                    "create temporary table store_text_piece (sha256 text, first_character bigint, piece text)");
        }
    }

    @AfterContainer
    static void stop() throws IOException, SQLException {
        connection.close();
        database.close();
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void theSql_findsTheItemsThatFulfilTheCondition(
            @ForAll("items") List<Map<Long, Object>> items, @ForAll("manyConditions") List<Condition> conditions)
            throws SQLException {
        insert(items);

        for (var condition : conditions) {
            var expected = new TreeSet<Long>();
            for (var index = 0; index < items.size(); index++) {
                if (fulfils(items.get(index), condition)) {
                    expected.add((long) index);
                }
            }
            assertEquals(
                    expected,
                    found(condition),
                    () -> condition + "\n" + condition.compile(1).sql());
        }
    }

    @Example
    void aLongTextOutsideOfItsRow_isFoundByItsContent() throws SQLException {
        var text = "x".repeat(100_000) + " needle 100% " + "y".repeat(100_000);
        insert(List.of(
                Map.of(
                        Conditions.IDENTIFIER.fieldId(),
                        "kept outside",
                        Conditions.field(FieldType.LongText).fieldId(),
                        new Outside(text)),
                Map.of(
                        Conditions.IDENTIFIER.fieldId(),
                        "in the row",
                        Conditions.field(FieldType.LongText).fieldId(),
                        "sha256")));
        var field = Conditions.field(FieldType.LongText);

        assertEquals(new TreeSet<>(List.of(0L)), found(new Comparison(field, Operator.contains, "needle 100%")));
        assertEquals(new TreeSet<>(List.of(0L)), found(new Comparison(field, Operator.startsWith, "xxx")));
        assertEquals(new TreeSet<>(List.of(0L)), found(new Comparison(field, Operator.is, text)));
        assertEquals(
                new TreeSet<>(List.of(0L, 1L)), found(new Comparison(field, Operator.in, List.of("sha256", text))));
        assertEquals(new TreeSet<>(List.of(1L)), found(new Comparison(field, Operator.isNot, text)));
        assertEquals(new TreeSet<>(List.of(1L)), found(new Comparison(field, Operator.contains, "sha256")));
        assertEquals(new TreeSet<>(List.of(0L, 1L)), found(new Comparison(field, Operator.isSet, true)));
    }

    @Example
    void theLargestConditionThatIsTaken_isRun() throws SQLException {
        insert(List.of(Map.of(
                Conditions.IDENTIFIER.fieldId(),
                "a",
                Conditions.field(FieldType.LongText).fieldId(),
                "a")));
        var comparison = new Comparison(Conditions.field(FieldType.LongText), Operator.contains, "b");
        Condition largest = new AnyOf(Collections.nCopies(ConditionReader.MOST_COMPARISONS, comparison));
        for (var level = 2; level < ConditionReader.MOST_LEVELS; level++) {
            largest = new Not(largest);
        }

        assertTrue(found(largest).isEmpty());
    }

    @Provide
    Arbitrary<List<Condition>> manyConditions() {
        return Conditions.any().list().ofSize(10);
    }

    @Provide
    Arbitrary<List<Map<Long, Object>>> items() {
        return item().list().ofMinSize(1).ofMaxSize(8);
    }

    private static Arbitrary<Map<Long, Object>> item() {
        return Combinators.combine(Conditions.FIELDS.stream()
                        .<Arbitrary<Object>>map(field -> field.isIdentifier()
                                ? Conditions.values(field.type()).map(value -> value)
                                : held(field.type()).injectNull(0.3))
                        .toList())
                .as(values -> {
                    var item = new HashMap<Long, Object>();
                    for (var index = 0; index < values.size(); index++) {
                        if (values.get(index) != null) {
                            item.put(Conditions.FIELDS.get(index).fieldId(), values.get(index));
                        }
                    }
                    return item;
                });
    }

    private static Arbitrary<Object> held(FieldType type) {
        var single = Conditions.values(type);
        if (type.isMultiple()) {
            return single.list().ofMinSize(1).ofMaxSize(3).map(names -> names);
        }
        return type == FieldType.LongText
                ? Arbitraries.oneOf(single.map(text -> text), single.map(text -> new Outside((String) text)))
                : single.map(value -> value);
    }

    private static boolean fulfils(Map<Long, Object> item, Condition condition) {
        if (condition instanceof AllOf all) {
            return all.parts().stream().allMatch(part -> fulfils(item, part));
        }
        if (condition instanceof AnyOf any) {
            return any.parts().stream().anyMatch(part -> fulfils(item, part));
        }
        if (condition instanceof Not not) {
            return !fulfils(item, not.part());
        }
        var comparison = (Comparison) condition;
        var sought = comparison.value();
        var held = held(item, comparison.field());
        return switch (comparison.operator()) {
            case is -> held.stream().anyMatch(value -> compare(value, sought) == 0);
            case isNot -> held.stream().noneMatch(value -> compare(value, sought) == 0);
            case in ->
                held.stream().anyMatch(value -> ((List<?>) sought).stream().anyMatch(one -> compare(value, one) == 0));
            case isSet -> held.isEmpty() != (Boolean) sought;
            case contains -> held.stream().anyMatch(value -> ((String) value).contains((String) sought));
            case startsWith -> held.stream().anyMatch(value -> ((String) value).startsWith((String) sought));
            case lessThan -> held.stream().anyMatch(value -> compare(value, sought) < 0);
            case greaterThan -> held.stream().anyMatch(value -> compare(value, sought) > 0);
        };
    }

    private static List<?> held(Map<Long, Object> item, Field field) {
        var value = item.get(field.fieldId());
        if (value == null) {
            return List.of();
        }
        if (value instanceof Outside outside) {
            return List.of(outside.text());
        }
        return value instanceof List<?> several ? several : List.of(value);
    }

    private static int compare(Object value, Object other) {
        if (value instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) other);
        }
        return value instanceof Instant date ? date.compareTo((Instant) other) : value.equals(other) ? 0 : 1;
    }

    private static void insert(List<Map<Long, Object>> items) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("truncate store_item, store_text");
        }
        try (var row = connection.prepareStatement("insert into store_item values (?, ?, ?::jsonb)");
                var text = connection.prepareStatement("insert into store_text values (?, ?) on conflict do nothing")) {
            for (var index = 0; index < items.size(); index++) {
                row.setLong(1, index);
                row.setString(2, (String) items.get(index).get(Conditions.IDENTIFIER.fieldId()));
                row.setString(3, stored(items.get(index)).toString());
                row.execute();
                for (var value : items.get(index).values()) {
                    if (value instanceof Outside outside) {
                        text.setString(1, outside.sha256());
                        text.setString(2, outside.text());
                        text.execute();
                    }
                }
            }
        }
    }

    private static ObjectNode stored(Map<Long, Object> item) {
        var json = JsonNodeFactory.instance;
        var fields = json.objectNode();
        item.forEach((fieldId, value) -> {
            var key = Long.toString(fieldId);
            if (value instanceof BigDecimal number) {
                fields.put(key, number);
            } else if (value instanceof Instant date) {
                fields.put(key, DATE.format(date));
            } else if (value instanceof Boolean yes) {
                fields.put(key, yes);
            } else if (value instanceof List<?> names) {
                var list = fields.putArray(key);
                names.forEach(name -> list.add((String) name));
            } else if (value instanceof Outside outside) {
                fields.putObject(key)
                        .put("ref", "1/aa/bb/" + outside.sha256())
                        .put("size", outside.text().getBytes(StandardCharsets.UTF_8).length)
                        .put("sha256", outside.sha256());
            } else {
                fields.put(key, (String) value);
            }
        });
        return fields;
    }

    private static TreeSet<Long> found(Condition condition) throws SQLException {
        var fragment = condition.compile(3);
        var order = new ArrayList<Integer>();
        var sql = PLACEHOLDER.matcher(fragment.sql()).replaceAll(place -> {
            order.add(Integer.parseInt(place.group(1)) - 3);
            return "?";
        });
        try (var query = connection.prepareStatement("select i.item_id from store_item i where " + sql)) {
            for (var index = 0; index < order.size(); index++) {
                var parameter = fragment.parameters().get(order.get(index));
                if (parameter instanceof String[] several) {
                    query.setArray(index + 1, connection.createArrayOf("text", several));
                } else {
                    query.setString(index + 1, (String) parameter);
                }
            }
            var found = new TreeSet<Long>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
            return found;
        }
    }

    /** A long text that is kept outside of its row. */
    private record Outside(String text) {

        String sha256() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
