package com.relativity.sync.workspace;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.smallrye.mutiny.Uni;

/** Workspaces in memory that also have object types, views and productions, and that lose what is taken from them. */
public final class FurnishedWorkspaces {

    private final InMemoryWorkspaces inner;
    private final Map<List<Long>, Object> things = new HashMap<>();
    private final Map<List<Long>, List<Field>> fields = new HashMap<>();
    private final Set<List<Long>> gone = new HashSet<>();
    private long lastId = 900_000;

    public FurnishedWorkspaces(InMemoryWorkspaces inner) {
        this.inner = inner;
    }

    public WorkspaceGateways gateways() {
        return new WorkspaceGateways((WorkspaceGateway) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {WorkspaceGateway.class},
                (proxy, method, arguments) -> answer(method, arguments)));
    }

    private Object answer(Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "objectType", "view", "production" ->
                Uni.createFrom().item(Optional.ofNullable(things.get(List.of(arguments))));
            case "savedSearch", "folder" ->
                gone.contains(List.of(arguments)) ? Uni.createFrom().item(Optional.empty()) : asked(method, arguments);
            case "fields" -> {
                var ofType = fields.get(List.of(arguments));
                yield ofType == null
                        ? asked(method, arguments)
                        : Uni.createFrom().item(ofType);
            }
            default -> asked(method, arguments);
        };
    }

    private Object asked(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(inner, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    /** With the identifier field Name and these others. */
    public ObjectType addObjectType(Workspace workspace, String name, FieldType... others) {
        long typeId = ++lastId;
        var type = new ObjectType(typeId, name);
        things.put(List.of(workspace.workspaceId(), typeId), type);
        var ofType = new java.util.ArrayList<Field>();
        ofType.add(new Field(++lastId, typeId, "Name", FieldType.FixedLengthText, true, null, 255, null));
        for (FieldType other : others) {
            ofType.add(
                    new Field(++lastId, typeId, other.name(), other, false, OverlayBehavior.ReplaceValues, null, null));
        }
        fields.put(List.of(workspace.workspaceId(), typeId), ofType);
        return type;
    }

    public List<Field> fields(Workspace workspace, ObjectType type) {
        return fields.get(List.of(workspace.workspaceId(), type.objectTypeId()));
    }

    public View addView(Workspace workspace, String name, long objectTypeId) {
        var view = new View(++lastId, name, objectTypeId);
        things.put(List.of(workspace.workspaceId(), view.viewId()), view);
        return view;
    }

    public Production addProduction(Workspace workspace, Production.Status status, boolean readOnly) {
        var production = new Production(++lastId, "VOL" + lastId, status, readOnly);
        things.put(List.of(workspace.workspaceId(), production.productionId()), production);
        return production;
    }

    /** A saved search, folder, object type, view or production. */
    public void remove(Workspace workspace, long id) {
        var key = List.of(workspace.workspaceId(), id);
        things.remove(key);
        fields.remove(key);
        gone.add(key);
    }
}
