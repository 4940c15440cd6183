package com.relativity.sync.api;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

import com.relativity.sync.audit.AuditLine;
import com.relativity.sync.audit.AuditLine.Action;

/** What a request asks for, by its method and path. */
record AuditedRequest(Action action, Long jobId, Long workspaceId) {

    private static final Pattern WORKSPACE =
            Pattern.compile("/api/(?:sync/v1/workspaces|workspaces/v1)/(\\d{1,18})(?:/.*)?");
    private static final Pattern JOB = Pattern.compile("/api/sync/v1/(?:jobs|job-history)/(\\d{1,18})(?:/.*)?");
    private static final Pattern SUBMISSION = Pattern.compile("/api/sync/v1/workspaces/[^/]+/jobs/[^/]+");
    private static final Pattern CANCEL = Pattern.compile("/api/sync/v1/jobs/[^/]+/cancel");
    private static final String REDRIVE = "/api/sync/v1/dead-letters/redrive";
    private static final String STORE = "/api/workspaces/v1";

    /** What a caller is told of something that is not there, or that it may not see. */
    private static final Set<String> HIDDEN = Set.of("job-not-found", "job-history-not-found", "workspace-not-found");

    static AuditedRequest of(RoutingContext request) {
        return of(request.request().method(), request.normalizedPath());
    }

    static AuditedRequest of(HttpMethod method, String path) {
        boolean writes = method != HttpMethod.GET && method != HttpMethod.HEAD && method != HttpMethod.OPTIONS;
        return new AuditedRequest(writes ? written(path) : Action.Read, id(JOB, path), id(WORKSPACE, path));
    }

    private static Action written(String path) {
        if (SUBMISSION.matcher(path).matches()) {
            return Action.Submit;
        }
        if (CANCEL.matcher(path).matches()) {
            return Action.Cancel;
        }
        if (path.equals(REDRIVE)) {
            return Action.Redrive;
        }
        return path.startsWith(STORE) ? Action.Write : Action.Read;
    }

    private static Long id(Pattern pattern, String path) {
        Matcher found = pattern.matcher(path);
        return found.matches() ? Long.valueOf(found.group(1)) : null;
    }

    /** Whether what was accepted has no line yet. */
    boolean commitsNoLine() {
        return action == Action.Redrive || action == Action.Write;
    }

    /**
     * A write that was refused, whyever, and a read that the caller has no right to, or may have none.
     *
     * @param seesAll whether what the caller is told of as missing is missing
     */
    boolean isRefusal(Problem problem, boolean seesAll) {
        return problem.status() == 401
                || problem.status() == 403
                || problem.status() < 500 && (action != Action.Read || !seesAll && HIDDEN.contains(problem.slug()));
    }

    AuditLine line(String who) {
        return AuditLine.of(who, action, jobId, workspaceId, AuditLine.Outcome.Accepted);
    }

    AuditLine refused(String who, Problem problem) {
        return AuditLine.refused(who, action, jobId, workspaceId, problem.slug());
    }
}
