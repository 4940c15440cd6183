package com.relativity.sync.workspace;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

/** Lets a run die at one of its calls: nothing it waits for is ever answered, and it does nothing more. */
@Alternative
@Singleton
public class MortalGateways extends WorkspaceGateways {

    /** Before or after the effect of the call at which a run dies. */
    public enum Moment {
        BEFORE,
        AFTER
    }

    private final WorkspaceGateway mortal;
    private int count;
    private int last = Integer.MAX_VALUE;
    private Moment moment = Moment.BEFORE;
    private CompletableFuture<String> death = new CompletableFuture<>();

    MortalGateways(WorkspaceGateway real) {
        super(real);
        this.mortal = (WorkspaceGateway) Proxy.newProxyInstance(
                WorkspaceGateway.class.getClassLoader(),
                new Class<?>[] {WorkspaceGateway.class},
                (proxy, method, arguments) -> call(real, method, arguments));
    }

    @Override
    public WorkspaceGateway of(long workspaceId) {
        return mortal;
    }

    /** Counts from now on; done, with the name of the call, when the one of this number was made, from 1. */
    public synchronized CompletableFuture<String> dieAt(int number, Moment when) {
        count = 0;
        last = number;
        moment = when;
        death = new CompletableFuture<>();
        return death;
    }

    /** Nobody dies; counts from now on. */
    public void live() {
        dieAt(Integer.MAX_VALUE, Moment.BEFORE);
    }

    public synchronized int calls() {
        return count;
    }

    private Object call(WorkspaceGateway real, Method method, Object[] arguments) throws Throwable {
        if (method.getReturnType() != Uni.class) {
            return method.invoke(real, arguments);
        }
        return Uni.createFrom().deferred(() -> counted(real, method, arguments));
    }

    private Uni<?> counted(WorkspaceGateway real, Method method, Object[] arguments) {
        CompletableFuture<String> dies;
        int number;
        boolean before;
        synchronized (this) {
            number = ++count;
            dies = death;
            before = moment == Moment.BEFORE;
            if (number < last) {
                return answer(real, method, arguments);
            }
            if (number > last) {
                return Uni.createFrom().nothing();
            }
        }
        if (before) {
            dies.complete(method.getName());
            return Uni.createFrom().nothing();
        }
        return answer(real, method, arguments).onItemOrFailure().transformToUni((answer, failure) -> {
            dies.complete(method.getName());
            return Uni.createFrom().nothing();
        });
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
