package com.relativity.sync.telemetry;

import java.util.logging.Formatter;
import java.util.logging.Handler;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.StructuredFormatter;

/** Puts the fields of a line of JSON beside its message, where queries look for them; Quarkus has them in an object of their own, {@code mdc}. */
@ApplicationScoped
class FlatFields {

    void install(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent starting) {
        for (Handler handler : LogContext.getLogContext().getLogger("").getHandlers()) {
            install(handler);
        }
    }

    private static void install(Handler handler) {
        if (handler.getFormatter() instanceof StructuredFormatter json) {
            handler.setFormatter(new Flat(json));
        }
        if (handler instanceof ExtHandler holder) {
            for (Handler held : holder.getHandlers()) {
                install(held);
            }
        }
    }

    static final class Flat extends ExtFormatter {

        private final Formatter json;

        Flat(Formatter json) {
            this.json = json;
        }

        @Override
        public String format(ExtLogRecord line) {
            String text = json.format(line);
            var fields = line.getMdcCopy();
            if (fields.isEmpty() || !text.startsWith("{\"")) {
                return text;
            }
            var flat = new StringBuilder(text.length() + 100).append('{');
            fields.forEach((field, value) -> {
                quoted(flat, field).append(':');
                quoted(flat, value).append(',');
            });
            return flat.append(text, 1, text.length()).toString();
        }

        private static StringBuilder quoted(StringBuilder to, String text) {
            return to.append('"')
                    .append(JsonStringEncoder.getInstance().quoteAsString(text))
                    .append('"');
        }
    }
}
