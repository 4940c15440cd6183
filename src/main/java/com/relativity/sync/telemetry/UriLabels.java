package com.relativity.sync.telemetry;

import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Keeps the label {@code uri} to the paths of the API. A request that is refused before its path has led anywhere would have the path as it came
 * there: an id, or whatever a stranger makes up, each a time series of its own.
 */
@Singleton
class UriLabels implements MeterFilter {

    static final String ELSEWHERE = "UNMATCHED";

    private static final Pattern KNOWN = Pattern.compile("NOT_FOUND|REDIRECTION|UNKNOWN|root"
            + "|/api/sync/v1/(jobs|events|audit|workload|dead-letters(/redrive)?)|/api/workspaces/v1(/users)?"
            + "|/q/(health(/(live|ready|started))?|metrics|openapi|swagger-ui)");

    @Override
    public Meter.Id map(Meter.Id id) {
        String uri = id.getTag("uri");
        String status = id.getTag("status");
        boolean refused = status != null && status.compareTo("400") >= 0;
        if (uri == null
                || !refused
                || !id.getName().startsWith("http.server")
                || uri.indexOf('{') >= 0
                || KNOWN.matcher(uri).matches()) {
            return id;
        }
        return id.replaceTags(Tags.of(id.getTags()).and("uri", ELSEWHERE));
    }
}
