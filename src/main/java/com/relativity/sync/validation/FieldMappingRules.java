package com.relativity.sync.validation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.FieldMapping.FieldEntry;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;

/** Fields are mapped one to one, the identifier to the identifier, between types that can hold each other's values. */
final class FieldMappingRules {

    private static final String LIST = "fieldsMapping";

    private FieldMappingRules() {}

    static void checkShape(List<FieldMapping> mappings, List<Violation> faults) {
        if (mappings == null || mappings.isEmpty()) {
            faults.add(new Violation(LIST, "is required and must map at least the identifier"));
            return;
        }
        Map<Long, Integer> sources = new HashMap<>();
        Map<Long, Integer> destinations = new HashMap<>();
        int identifiers = 0;
        for (int i = 0; i < mappings.size(); i++) {
            FieldMapping mapping = mappings.get(i);
            String at = LIST + "[" + i + "]";
            if (mapping == null) {
                faults.add(new Violation(at, "must not be null"));
                continue;
            }
            entry(at + ".sourceField", mapping.sourceField(), sources, i, faults);
            entry(at + ".destinationField", mapping.destinationField(), destinations, i, faults);
            if (mapping.fieldMapType() == null) {
                faults.add(new Violation(at + ".fieldMapType", "is required: None or Identifier"));
            } else if (mapping.fieldMapType() == FieldMapType.Identifier) {
                identifiers++;
            }
        }
        if (identifiers == 0) {
            faults.add(new Violation(
                    LIST, "the unique identifier must be mapped: one entry needs fieldMapType Identifier"));
        } else if (identifiers > 1) {
            faults.add(new Violation(LIST, identifiers + " entries have fieldMapType Identifier; exactly one must"));
        }
    }

    private static void entry(String at, FieldEntry entry, Map<Long, Integer> seen, int index, List<Violation> faults) {
        if (entry == null) {
            faults.add(new Violation(at, "is required"));
            return;
        }
        if (entry.displayName() == null || entry.displayName().isBlank()) {
            faults.add(new Violation(at + ".displayName", "is required and must not be blank"));
        } else {
            Texts.storable(at + ".displayName", entry.displayName(), faults);
        }
        if (Ids.present(at + ".fieldIdentifier", entry.fieldIdentifier(), faults)) {
            Integer first = seen.putIfAbsent(entry.fieldIdentifier(), index);
            if (first != null) {
                faults.add(new Violation(
                        at, "field " + entry.fieldIdentifier() + " is mapped already by " + LIST + "[" + first + "]"));
            }
        }
    }

    static void checkAgainst(List<FieldMapping> mappings, WorkspaceFacts facts, List<Violation> faults) {
        var source = new Fields("source", facts.source().items());
        var destination = new Fields("destination", facts.destination().items());
        for (int i = 0; mappings != null && i < mappings.size(); i++) {
            FieldMapping mapping = mappings.get(i);
            if (mapping == null) {
                continue;
            }
            String at = LIST + "[" + i + "]";
            var from = source.existing(at + ".sourceField", mapping.sourceField(), faults);
            var to = destination.existing(at + ".destinationField", mapping.destinationField(), faults);
            from.ifPresent(field -> identifierRole(at, mapping.fieldMapType(), field, faults));
            if (from.isPresent() && to.isPresent()) {
                pair(at, from.get(), to.get(), faults);
            }
        }
    }

    /** The fields that a workspace has now; where its kind of items is not known, they are not either. */
    private record Fields(String workspace, boolean known, Map<Long, Field> byId) {

        Fields(String workspace, ItemFacts items) {
            this(
                    workspace,
                    items.known(),
                    items.fields().stream().collect(Collectors.toMap(Field::fieldId, Function.identity())));
        }

        Optional<Field> existing(String at, FieldEntry entry, List<Violation> faults) {
            if (!known || !isWhole(entry)) {
                return Optional.empty();
            }
            var found = Optional.ofNullable(byId.get(entry.fieldIdentifier()))
                    .filter(field -> field.name().equals(entry.displayName()));
            if (found.isEmpty()) {
                faults.add(new Violation(
                        at,
                        "the field '" + Texts.shown(entry.displayName()) + "' (" + entry.fieldIdentifier()
                                + ") is no longer available in the " + workspace + " workspace, or was renamed"));
            } else if (Boolean.TRUE.equals(entry.isIdentifier()) && !found.get().isIdentifier()) {
                faults.add(new Violation(
                        at + ".isIdentifier",
                        "the field '" + entry.displayName() + "' is not the identifier of the " + workspace
                                + " workspace"));
            }
            return found;
        }

        private static boolean isWhole(FieldEntry entry) {
            return entry != null
                    && Ids.possible(entry.fieldIdentifier())
                    && entry.displayName() != null
                    && !entry.displayName().isBlank();
        }
    }

    private static void identifierRole(String at, FieldMapType type, Field source, List<Violation> faults) {
        if (type == FieldMapType.Identifier && !source.isIdentifier()) {
            faults.add(new Violation(
                    at + ".fieldMapType",
                    "the unique identifier must be mapped; '" + source.name()
                            + "' is not the identifier of the source workspace"));
        } else if (type == FieldMapType.None && source.isIdentifier()) {
            faults.add(new Violation(
                    at + ".fieldMapType",
                    "must be Identifier, because '" + source.name() + "' is the identifier of the source workspace"));
        }
    }

    private static void pair(String at, Field source, Field destination, List<Violation> faults) {
        if (source.isIdentifier() != destination.isIdentifier()) {
            faults.add(new Violation(
                    at + ".destinationField",
                    "an identifier field maps to an identifier field and to nothing else; '" + source.name() + "' to '"
                            + destination.name() + "' does not"));
        } else if (!fits(source.type(), destination.type())) {
            faults.add(new Violation(
                    at + ".destinationField",
                    "the types do not agree: '" + source.name() + "' is " + source.type() + ", '" + destination.name()
                            + "' is " + destination.type()));
        }
    }

    static boolean fits(FieldType source, FieldType destination) {
        return source == destination
                || source.isText() && destination.isText()
                || source == FieldType.SingleChoice && destination == FieldType.MultipleChoice
                || source == FieldType.SingleObject && destination == FieldType.MultipleObject;
    }
}
