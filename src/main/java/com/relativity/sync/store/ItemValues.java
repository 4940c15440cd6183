package com.relativity.sync.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.store.Items.Item;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.LongText;

/** Values of items by the names of their fields, long texts whole. */
@ApplicationScoped
public class ItemValues {

    private final StoreFiles files;

    ItemValues(StoreFiles files) {
        this.files = files;
    }

    /** For each item, in order: every field with its value, an empty one with null. */
    public Uni<List<Map<String, Object>>> of(List<Item> items, List<Field> fields) {
        return files.onWorker(
                () -> items.stream().map(item -> values(item, fields)).toList());
    }

    private Map<String, Object> values(Item item, List<Field> fields) {
        JsonNode document = FieldValues.parse(item.fields());
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : fields) {
            Object value =
                    FieldValues.decode(field.type(), document.get(Long.toString(field.fieldId())), files::content);
            values.put(field.name(), shown(value));
        }
        return values;
    }

    private static Object shown(Object value) {
        if (value instanceof Instant date) {
            return date.toString();
        }
        return value instanceof LongText text ? whole(text) : value;
    }

    private static String whole(LongText text) {
        try (InputStream bytes = text.content().open()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new DependencyDown("The file share", unreadable);
        }
    }
}
