package com.relativity.sync.notification;

import com.relativity.sync.job.JobStatus;

/**
 * What a mail says.
 *
 * @param subject one line without control characters, whatever the job is called
 */
record MailText(String subject, String body) {

    /**
     * @param source the source workspace's full name
     * @param destination the destination workspace's full name
     */
    static MailText of(DueMail mail, String source, String destination) {
        String outcome = outcome(mail.status());
        String name = oneLine(mail.jobName());
        var body = new StringBuilder()
                .append("The Relativity job '%s' %s.\n\n".formatted(name, sentence(mail.status())))
                .append("Name: ")
                .append(name)
                .append('\n')
                .append("Source Workspace: ")
                .append(oneLine(source))
                .append('\n')
                .append("Destination Workspace: ")
                .append(oneLine(destination))
                .append('\n')
                .append("Total: ")
                .append(mail.total() == null ? "not known" : mail.total())
                .append('\n')
                .append("Transferred: ")
                .append(mail.transferred())
                .append('\n')
                .append("Failed: ")
                .append(mail.failed())
                .append('\n');
        if (mail.status() == JobStatus.Failed && mail.error() != null) {
            body.append("Error: ").append(lines(mail.error())).append('\n');
        }
        return new MailText("Relativity Job " + outcome + " for '" + name + "'", body.toString());
    }

    private static String outcome(JobStatus status) {
        return switch (status) {
            case Completed -> "successfully completed";
            case CompletedWithErrors -> "completed with errors";
            case Failed -> "failed";
            case Cancelled -> "stopped";
            case Pending, Processing -> throw new IllegalArgumentException("A job that is " + status + " has no mail");
        };
    }

    private static String sentence(JobStatus status) {
        return switch (status) {
            case Completed, CompletedWithErrors -> "has " + outcome(status);
            case Failed -> "has failed";
            case Cancelled -> "was stopped";
            case Pending, Processing -> throw new IllegalArgumentException("A job that is " + status + " has no mail");
        };
    }

    /** A line break in a name could begin a header, or a line that looks as if it were ours. */
    static String oneLine(String text) {
        return shown(text, false);
    }

    private static String lines(String text) {
        return shown(text.replace("\r\n", "\n"), true);
    }

    private static String shown(String text, boolean severalLines) {
        return text.codePoints()
                .map(c -> isBreak(c) && !(severalLines && c == '\n') ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isBreak(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
