package com.relativity.sync.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * Migrations since the version before only add: new tables with all that belongs to them, and columns that a statement which does not know them
 * can leave out. So that version goes on with its statements on the new tables. Anything else is refused here, unless it is named below with why
 * the version before can live with it.
 */
class ExpandOnlyTest {

    private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");

    /** The newest migration of the version before, 0.1.0. */
    private static final int BEFORE = 11;

    /** Statements by the words they begin with, and why the version before is not disturbed by them. */
    private static final Map<String, String> EXCEPTIONS = Map.of();

    private static final Pattern FILE = Pattern.compile("V(\\d+)__\\w+\\.sql");
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");
    private static final Pattern BODY = Pattern.compile("\\$(\\w*)\\$.*?\\$\\1\\$", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern CREATE_TABLE = Pattern.compile("create table (?:if not exists )?(\\w+) .*");
    private static final Pattern ON_TABLE =
            Pattern.compile("create (?:unique )?(?:index|trigger)(?: .*?)? on (\\w+)\\b.*");
    private static final Pattern ALTER_TABLE = Pattern.compile("alter table (?:only )?(\\w+) (.*)");
    private static final Pattern ADD_COLUMN = Pattern.compile("add column (?:if not exists )?\\w+ (.*)");
    private static final Pattern FILL = Pattern.compile("(?:insert into|update) (\\w+)\\b.*");
    private static final Pattern SPARE =
            Pattern.compile("(?:create function|create view|create sequence|comment on|create type) .*");

    @Test
    void theVersionBefore_canGoOnWithTheNewTables() throws IOException {
        var faults = new ArrayList<String>();
        var made = new HashSet<String>();
        for (Path file : sinceTheVersionBefore()) {
            faults(Files.readString(file), made).stream()
                    .filter(fault -> EXCEPTIONS.keySet().stream().noneMatch(fault::startsWith))
                    .forEach(fault -> faults.add(file.getFileName() + ": " + fault));
        }

        assertEquals(List.of(), faults);
    }

    private static List<Path> sinceTheVersionBefore() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.filter(file -> number(file) > BEFORE).sorted().toList();
        }
    }

    private static int number(Path file) {
        var name = FILE.matcher(file.getFileName().toString());
        assertEquals(true, name.matches(), file + " is named like no migration");
        return Integer.parseInt(name.group(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop table sync_relay | drop table sync_relay",
                "alter table sync_job drop column message | sync_job is there: drop column message",
                "alter table sync_job rename column agent to agent_name | sync_job is there: rename column agent",
                "alter table sync_job rename to jobs | sync_job is there: rename to jobs",
                "alter table sync_job alter column attempt type bigint | sync_job is there: alter column attempt type",
                "alter table sync_job alter column message set not null | sync_job is there: alter column message set not null",
                "alter table sync_job add column kind text not null | kind: not null without a default",
                "alter table sync_job add column seen timestamptz default clock_timestamp() | seen: a default that rewrites",
                "alter table sync_job add column one text unique | one: a constraint",
                "alter table sync_job add column a text, add column b text not null | b: not null without a default",
                "alter table sync_job add constraint positive check (attempt > 0) | sync_job is there: add constraint",
                "alter table sync_job add check (attempt > 0) | sync_job is there: add check",
                "create unique index on sync_job (job_name) | is made on sync_job",
                "create index slow on sync_job (job_name) | is made on sync_job",
                "create trigger t before update on sync_job for each row execute function f() | is made on sync_job",
                "create or replace function sync_job_moves() returns trigger language plpgsql as $$ begin return new; end $$ | create or replace function",
                "update sync_job set priority = 1 | changes rows of sync_job",
                "delete from sync_agent | delete from sync_agent",
                "truncate sync_agent | truncate sync_agent",
                "do $$ begin execute 'drop table sync_job'; end $$ | do"
            })
    void whatWouldDisturbTheVersionBefore_isFound(String migration, String fault) {
        assertThat(
                faults("-- a migration\ncreate table new_one (id bigint);\n" + migration + ";", new HashSet<>()),
                contains(containsString(fault)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alter table sync_job add column a text, add column b numeric(10, 2) default 0.5, add column c boolean not null default false",
                "create table t (id bigint primary key, a text not null check (a in ('x;y', 'z'))); create unique index on t (a)",
                "create table t (a text); create trigger u before delete on t for each row execute function f(); insert into t values ('--')",
                "create function f() returns trigger language plpgsql as $$ begin drop table x; return new; end $$",
                "create view v as select 1"
            })
    void whatOnlyAdds_isLetThrough(String migration) {
        assertEquals(List.of(), faults(migration, new HashSet<>()));
    }

    @Test
    void anExceptionThatIsNotNeeded_isFound() throws IOException {
        var all = new StringBuilder();
        for (Path file : sinceTheVersionBefore()) {
            faults(Files.readString(file), new HashSet<>())
                    .forEach(fault -> all.append(fault).append('\n'));
        }

        EXCEPTIONS.forEach((words, why) -> {
            assertThat(all.toString(), containsString(words));
            assertFalse(why.isBlank(), words);
        });
    }

    /** @param made tables that are new; those of this migration are added */
    private static List<String> faults(String migration, Set<String> made) {
        String plain = TEXT.matcher(
                        BODY.matcher(COMMENT.matcher(migration).replaceAll("")).replaceAll("''"))
                .replaceAll("''");
        var faults = new ArrayList<String>();
        for (String each : plain.split(";")) {
            String statement = each.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
            var table = CREATE_TABLE.matcher(statement);
            if (table.matches()) {
                made.add(table.group(1));
            } else if (!statement.isEmpty()) {
                faults.addAll(faultsOf(statement, made));
            }
        }
        return faults;
    }

    private static List<String> faultsOf(String statement, Set<String> made) {
        var belonging = ON_TABLE.matcher(statement);
        if (belonging.matches()) {
            return made.contains(belonging.group(1))
                    ? List.of()
                    : List.of(statement + " is made on " + belonging.group(1) + ", which is there");
        }
        var fill = FILL.matcher(statement);
        if (fill.matches()) {
            return made.contains(fill.group(1))
                    ? List.of()
                    : List.of(statement + " changes rows of " + fill.group(1) + ", which is there");
        }
        var alter = ALTER_TABLE.matcher(statement);
        if (alter.matches()) {
            return made.contains(alter.group(1))
                    ? List.of()
                    : actions(alter.group(2)).stream()
                            .flatMap(action -> faultOf(alter.group(1), action).stream())
                            .toList();
        }
        return SPARE.matcher(statement).matches() ? List.of() : List.of(statement);
    }

    private static List<String> faultOf(String table, String action) {
        var column = ADD_COLUMN.matcher(action);
        if (!column.matches()) {
            return List.of(table + " is there: " + action);
        }
        String name = action.replaceAll("add column (?:if not exists )?(\\w+) .*", "$1");
        String type = column.group(1);
        if (type.matches(".*\\b(unique|references|primary key|generated|check)\\b.*")) {
            return List.of(table + "." + name + ": a constraint");
        }
        if (type.contains("not null") && !type.contains("default")) {
            return List.of(table + "." + name + ": not null without a default");
        }
        if (type.matches(".*default \\w+\\(.*") && !type.matches(".*default now\\(\\).*")) {
            return List.of(table + "." + name + ": a default that rewrites the table");
        }
        return List.of();
    }

    /** Split at the commas that are in no brackets. */
    private static List<String> actions(String list) {
        var actions = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                actions.add(list.substring(from, i).strip());
                from = i + 1;
            }
        }
        actions.add(list.substring(from).strip());
        return actions;
    }
}
