package com.relativity.sync.workspace;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

/** Gateways that note what is asked of them and written through them, and let a test do something just before a call. */
@Alternative
@Singleton
public class WatchedGateways extends WorkspaceGateways {

    /** A batch that was to be written. */
    public record Written(BatchKey key, BatchWrite batch) {}

    private final WorkspaceGateway watched;
    private final Map<String, Supplier<Uni<?>>> before = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();

    WatchedGateways(WorkspaceGateway real) {
        super(real);
        this.watched = (WorkspaceGateway) Proxy.newProxyInstance(
                WorkspaceGateway.class.getClassLoader(),
                new Class<?>[] {WorkspaceGateway.class},
                (proxy, method, arguments) -> call(real, method, arguments));
    }

    @Override
    public WorkspaceGateway of(long workspaceId) {
        return watched;
    }

    /** Forgets what was noted and asked for. */
    public synchronized void clear() {
        before.clear();
        calls.clear();
        written.clear();
    }

    /** Just before the call of that name and number, from 1, since the last {@link #clear}; a failure is the call's. */
    public synchronized void before(String method, int number, Supplier<Uni<?>> deed) {
        before.put(method + number, deed);
    }

    /** Names of the calls so far. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    public synchronized List<Written> written() {
        return List.copyOf(written);
    }

    private Object call(WorkspaceGateway real, Method method, Object[] arguments) throws Throwable {
        return method.getReturnType() == Uni.class
                ? Uni.createFrom().deferred(() -> noted(method, arguments).chain(() -> answer(real, method, arguments)))
                : method.invoke(real, arguments);
    }

    private synchronized Uni<?> noted(Method method, Object[] arguments) {
        calls.add(method.getName());
        if (method.getName().equals("write")) {
            written.add(new Written((BatchKey) arguments[1], (BatchWrite) arguments[3]));
        }
        long number = calls.stream().filter(method.getName()::equals).count();
        return before.getOrDefault(
                        method.getName() + number, () -> Uni.createFrom().voidItem())
                .get();
    }

    private static Uni<?> answer(WorkspaceGateway real, Method method, Object[] arguments) {
        try {
            return (Uni<?>) method.invoke(real, arguments);
        } catch (InvocationTargetException failed) {
            return Uni.createFrom().failure(failed.getCause());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
