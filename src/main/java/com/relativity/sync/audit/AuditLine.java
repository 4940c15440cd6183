package com.relativity.sync.audit;

/**
 * What the trail keeps of a request; when and from where it adds itself.
 *
 * @param who null where no token named anybody
 * @param jobId null where it is about no job
 * @param workspaceId null where it is about no workspace; that of the job is found by the trail
 * @param problem slug of the problem that a refusal was answered with, otherwise null
 * @param times how often it happened; more than once for refusals that came too fast to be written one by one
 */
public record AuditLine(
        String who, Action action, Long jobId, Long workspaceId, Outcome outcome, String problem, int times) {

    /** What was asked for. */
    public enum Action {
        Submit,
        Cancel,
        /** Dead letters were sent again. */
        Redrive,
        /** A change of the embedded workspace store. */
        Write,
        /** Anything else; told where it was refused. */
        Read
    }

    public enum Outcome {
        Accepted,
        /** Accepted before; asked for once more, without effect. */
        Repeated,
        Refused
    }

    public static AuditLine of(String who, Action action, Long jobId, Long workspaceId, Outcome outcome) {
        return new AuditLine(who, action, jobId, workspaceId, outcome, null, 1);
    }

    public static AuditLine refused(String who, Action action, Long jobId, Long workspaceId, String problem) {
        return new AuditLine(who, action, jobId, workspaceId, Outcome.Refused, problem, 1);
    }
}
