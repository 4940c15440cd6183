package com.relativity.sync.engine.transfer;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldsOverlayBehavior;
import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.job.NonDocumentConfiguration.NonDocumentOptions;
import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.SourceItem;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Objects of one type with links to each other and to objects of another type, in two passes. */
class ObjectTransferTest {

    private final Matter matter = new Matter();
    private long sourceType;
    private long destinationType;
    private long domainType;
    private Field parent;
    private Field friends;
    private Field domain;

    @BeforeEach
    void furnish() {
        sourceType = matter.workspaces.addObjectType(matter.source, "Person").objectTypeId();
        destinationType =
                matter.workspaces.addObjectType(matter.destination, "Person").objectTypeId();
        long sourceDomain =
                matter.workspaces.addObjectType(matter.source, "Domain").objectTypeId();
        domainType =
                matter.workspaces.addObjectType(matter.destination, "Domain").objectTypeId();
        matter.mapping.clear();
        matter.map(
                matter.workspaces.identifier(matter.source, sourceType),
                matter.workspaces.identifier(matter.destination, destinationType),
                FieldMapType.Identifier);
        parent = mapped("Parent", FieldType.SingleObject, sourceType, destinationType);
        friends = mapped("Friends", FieldType.MultipleObject, sourceType, destinationType);
        domain = mapped("Domain", FieldType.SingleObject, sourceDomain, domainType);
    }

    private Field mapped(String name, FieldType type, long inSource, long inDestination) {
        var from = matter.workspaces.addField(matter.source, sourceType, Matter.objects(name, type, inSource));
        var to = matter.workspaces.addField(
                matter.destination, destinationType, Matter.objects(name, type, inDestination));
        matter.map(from, to, FieldMapType.None);
        return from;
    }

    @Test
    @Rule("1.step.linking")
    @Rule("4.non-document.links")
    @Rule("4.non-document.identifier")
    void linksWithinTheTypeAreSetInTheSecondPass_theOthersInTheFirst() {
        var child = add("Child", Map.of(parent.fieldId(), "Parent", domain.fieldId(), "example.com"));
        var other = add("Parent", Map.of(friends.fieldId(), List.of("Child", "Parent")));

        var first = transfer(child, other);

        assertEquals(2, first.transferred());
        assertThat(persons().keySet(), containsInAnyOrder("Child", "Parent"));
        assertFalse(persons().get("Child").containsKey("Parent"));
        assertEquals("example.com", persons().get("Child").get("Domain"));
        assertThat(
                matter.workspaces.objects(matter.destination, domainType).stream()
                        .map(SourceItem::identifier)
                        .toList(),
                contains("example.com"));

        var second = link(child, other);

        assertEquals(2, second.transferred());
        assertEquals("Parent", persons().get("Child").get("Parent"));
        assertEquals(List.of("Child", "Parent"), persons().get("Parent").get("Friends"));
        assertEquals("example.com", persons().get("Child").get("Domain"));
    }

    @Test
    @Rule("4.non-document.links")
    void aLinkThatCannotBeTakenRefusesItsItemInTheFirstPass() {
        var bad = add("Bad", Map.of(friends.fieldId(), List.of("a;b")));

        var receipt = transfer(bad);

        assertThat(Matter.refusal(receipt), containsString("Field 'Friends'"));
        assertThat(persons().keySet(), empty());
    }

    @Test
    @Rule("4.update.merge")
    @Rule("4.non-document.links")
    void linksMergeAndEmptyAsTheOverwriteOptionsSay() {
        var before = add("A", Map.of(friends.fieldId(), List.of("B"), parent.fieldId(), "B"));
        var other = add("B", Map.of());
        transfer(before, other);
        link(before, other);
        matter.workspaces.removeItem(matter.source, before);
        var after = add("A", Map.of(friends.fieldId(), List.of("C")));
        matter.overwrite(OverwriteMode.AppendOverlay, FieldsOverlayBehavior.MergeValues);

        transfer(after, other);
        link(after, other);

        assertEquals(List.of("B", "C"), persons().get("A").get("Friends"));
        assertFalse(persons().get("A").containsKey("Parent"));
    }

    @Test
    void anItemThatWentAwayBetweenThePassesIsPassedOver() {
        var stays = add("Stays", Map.of(parent.fieldId(), "Stays"));
        var goes = add("Goes", Map.of(parent.fieldId(), "Stays"));
        transfer(stays, goes);
        matter.workspaces.removeItem(matter.source, goes);

        var second = link(stays, goes);

        assertEquals(1, second.total());
        assertEquals(1, second.transferred());
        assertEquals("Stays", persons().get("Stays").get("Parent"));
    }

    @Test
    @Rule("4.non-document.links")
    @Rule("3.retry.overwrite-mode")
    void anObjectThatFailed_andWasMadeByALinkToIt_isCreatedByTheRetry_andByNoOtherJob() {
        var links = add("A", Map.of(parent.fieldId(), "B"));
        var bad = add("B", Map.of(friends.fieldId(), List.of("a;b")));
        var first = matter.run(objects());
        assertThat(Matter.refusal(matter.transfer(first, List.of(links, bad))), containsString("Field 'Friends'"));
        link(first, links);
        assertThat(persons().keySet(), containsInAnyOrder("A", "B"));
        matter.workspaces.removeItem(matter.source, bad);
        var repaired = add("B", Map.of(domain.fieldId(), "example.com"));

        assertThat(Matter.refusal(transfer(repaired)), containsString("already exists"));
        var retried = matter.transfer(matter.retry(first, objects()), List.of(repaired));

        assertEquals(List.of(), retried.errors());
        assertEquals("example.com", persons().get("B").get("Domain"));
    }

    private long add(String name, Map<Long, Object> values) {
        return matter.workspaces.addObject(matter.source, sourceType, name, values);
    }

    private com.relativity.sync.workspace.BatchReceipt transfer(Long... itemIds) {
        return matter.transfer(matter.run(objects()), List.of(itemIds));
    }

    private com.relativity.sync.workspace.BatchReceipt link(Long... itemIds) {
        return link(matter.run(objects()), itemIds);
    }

    private com.relativity.sync.workspace.BatchReceipt link(com.relativity.sync.engine.Run run, Long... itemIds) {
        var transfer = new LinkTransfer(matter.workspaces.gateways(), null, null);
        return Matter.now(transfer.transfer(run, matter.plan(run), 100, List.of(itemIds)))
                .orElseThrow();
    }

    private NonDocumentConfiguration objects() {
        return new NonDocumentConfiguration(
                "c",
                "Persons",
                matter.destination.workspaceId(),
                matter.mapping,
                matter.overwrite,
                null,
                null,
                3,
                null,
                null,
                new NonDocumentOptions(sourceType, destinationType, 1L));
    }

    /** The destination's persons with their values by field name. */
    private Map<String, Map<String, Object>> persons() {
        var names = Matter.now(matter.workspaces.fields(matter.destination.workspaceId(), destinationType)).stream()
                .collect(Collectors.toMap(Field::fieldId, Field::name));
        return matter.workspaces.objects(matter.destination, destinationType).stream()
                .collect(Collectors.toMap(
                        SourceItem::identifier,
                        item -> item.values().entrySet().stream()
                                .collect(Collectors.toMap(value -> names.get(value.getKey()), Map.Entry::getValue))));
    }
}
