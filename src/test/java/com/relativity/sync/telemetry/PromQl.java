package com.relativity.sync.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** As much of PromQL as rules and panels here need, so that a slip of the pen in one of them is found: names, labels, functions and their arguments. */
final class PromQl {

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:"
            + "(?<number>\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?(?![\\w.]))"
            + "|(?<duration>\\d+(?:ms|[smhdwy])(?!\\w)|\\$__rate_interval)"
            + "|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
            + "|(?<text>\"(?:[^\"\\\\]|\\\\.)*\")"
            + "|(?<sign>==|!=|>=|<=|=~|!~|[-+*/%^<>=(){},\\[\\]]))");

    private static final Set<String> AGGREGATIONS = Set.of("sum", "min", "max", "avg", "count");

    /** Functions with the number of their arguments; those of a range are told apart. */
    private static final Map<String, Integer> FUNCTIONS =
            Map.of("histogram_quantile", 2, "absent", 1, "rate", 1, "increase", 1, "time", 0);

    private static final Set<String> OF_A_RANGE = Set.of("rate", "increase");

    private static final List<Set<String>> PRECEDENCE = List.of(
            Set.of("or"),
            Set.of("and", "unless"),
            Set.of("==", "!=", "<=", "<", ">=", ">"),
            Set.of("+", "-"),
            Set.of("*", "/", "%"));

    /** @param values by label; null for a label that is matched by a pattern */
    record Selector(String metric, Map<String, String> values, boolean hasRange) {}

    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unfit(String why) {
            super(why);
        }
    }

    private final List<String> tokens = new ArrayList<>();
    private final String text;
    private int next;
    final List<Selector> selectors = new ArrayList<>();
    final Set<String> grouped = new HashSet<>();

    private PromQl(String text) {
        this.text = text;
        var matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(matcher.group().trim());
            end = matcher.end();
            matcher.region(end, text.length());
        }
        if (!text.substring(end).isBlank()) {
            throw new Unfit("cannot be read from '" + text.substring(end) + "' on: " + text);
        }
    }

    static PromQl parse(String text) {
        var query = new PromQl(text);
        query.binary(0);
        if (query.next < query.tokens.size()) {
            throw query.unfit("has more than an expression, from '" + query.peek() + "' on");
        }
        return query;
    }

    /** Answers whether the expression is a range. */
    private boolean binary(int level) {
        if (level == PRECEDENCE.size()) {
            return operand();
        }
        boolean range = binary(level + 1);
        while (PRECEDENCE.get(level).contains(peek())) {
            next++;
            if (binary(level + 1) || range) {
                throw unfit("reckons with a range");
            }
        }
        return range;
    }

    private boolean operand() {
        String token = take();
        if (token.equals("-")) {
            return operand();
        }
        if (token.equals("(")) {
            boolean range = binary(0);
            expect(")");
            return range;
        }
        if (Character.isDigit(token.charAt(0))) {
            return false;
        }
        if (!Character.isLetter(token.charAt(0))) {
            throw unfit("has '" + token + "' where a value is to be");
        }
        if (AGGREGATIONS.contains(token)) {
            return aggregation();
        }
        return peek().equals("(") ? function(token) : selector(token);
    }

    private boolean aggregation() {
        boolean isGrouped = grouping();
        expect("(");
        if (binary(0)) {
            throw unfit("aggregates a range");
        }
        expect(")");
        if (!isGrouped) {
            grouping();
        }
        return false;
    }

    private boolean grouping() {
        if (!Set.of("by", "without").contains(peek())) {
            return false;
        }
        next++;
        expect("(");
        do {
            grouped.add(take());
        } while (passed(","));
        expect(")");
        return true;
    }

    private boolean function(String name) {
        Integer arguments = FUNCTIONS.get(name);
        if (arguments == null) {
            throw unfit("has an unknown function " + name);
        }
        expect("(");
        int given = 0;
        if (!peek().equals(")")) {
            do {
                given++;
                if (binary(0) != OF_A_RANGE.contains(name)) {
                    throw unfit(name + (OF_A_RANGE.contains(name) ? " wants a range" : " does not take a range"));
                }
            } while (passed(","));
        }
        expect(")");
        if (given != arguments) {
            throw unfit(name + " takes " + arguments + " arguments");
        }
        return false;
    }

    private boolean selector(String metric) {
        var values = new HashMap<String, String>();
        if (passed("{")) {
            do {
                String label = take();
                String operator = take();
                String value = take();
                if (!Set.of("=", "!=", "=~", "!~").contains(operator) || !value.startsWith("\"")) {
                    throw unfit("has a label that is not matched");
                }
                values.put(label, operator.equals("=") ? value.substring(1, value.length() - 1) : null);
            } while (passed(","));
            expect("}");
        }
        boolean range = passed("[");
        if (range) {
            String duration = take();
            if (!duration.startsWith("$") && !duration.matches("\\d+(ms|[smhdwy])")) {
                throw unfit("has a range of " + duration);
            }
            expect("]");
        }
        selectors.add(new Selector(metric, values, range));
        return range;
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private String take() {
        if (next == tokens.size()) {
            throw unfit("ends too early");
        }
        return tokens.get(next++);
    }

    private boolean passed(String token) {
        boolean isThere = peek().equals(token);
        next += isThere ? 1 : 0;
        return isThere;
    }

    private void expect(String token) {
        if (!passed(token)) {
            throw unfit("has '" + peek() + "' where '" + token + "' is to be");
        }
    }

    private Unfit unfit(String why) {
        return new Unfit(why + ": " + text);
    }
}
