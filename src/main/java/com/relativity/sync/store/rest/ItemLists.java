package com.relativity.sync.store.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.sql.Cursor;
import com.relativity.sync.store.Fields;
import com.relativity.sync.store.ItemValues;
import com.relativity.sync.store.Items;
import com.relativity.sync.store.Items.Filter;
import com.relativity.sync.store.Items.Item;
import com.relativity.sync.store.StoreSettings;

/** Items as clients see them: rows, the fields of their type and their values put together. */
@ApplicationScoped
class ItemLists {

    private final Items items;
    private final Fields fields;
    private final ItemValues values;
    private final StoreSettings settings;

    ItemLists(Items items, Fields fields, ItemValues values, StoreSettings settings) {
        this.items = items;
        this.fields = fields;
        this.values = values;
        this.settings = settings;
    }

    <T> Uni<CountedListing<T>> page(
            long workspaceId, Filter filter, long after, int limit, BiFunction<Item, Map<String, Object>, T> view) {
        return items.count(filter)
                .chain(total -> items.page(
                                filter, after, limit, settings.listBytes().asLongValue())
                        .chain(page -> views(workspaceId, filter.objectTypeId(), page.items(), view)
                                .map(views -> new CountedListing<>(views, cursor(page), total))));
    }

    <T> Uni<T> one(long workspaceId, Item item, BiFunction<Item, Map<String, Object>, T> view) {
        return views(workspaceId, item.objectTypeId(), List.of(item), view).map(views -> views.get(0));
    }

    private <T> Uni<List<T>> views(
            long workspaceId, long objectTypeId, List<Item> found, BiFunction<Item, Map<String, Object>, T> view) {
        return fields.of(workspaceId, objectTypeId)
                .chain(known -> values.of(found, known))
                .map(all -> {
                    List<T> views = new ArrayList<>(found.size());
                    for (int at = 0; at < found.size(); at++) {
                        views.add(view.apply(found.get(at), all.get(at)));
                    }
                    return views;
                });
    }

    private static String cursor(Items.ItemPage page) {
        List<Item> shown = page.items();
        return page.more() ? Cursor.after(shown.get(shown.size() - 1).itemId()) : null;
    }
}
