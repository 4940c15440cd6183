package com.relativity.sync.store.rest;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import com.relativity.sync.problem.BadRequest;
import com.relativity.sync.sql.Cursor;

/** Which part of a list is asked for. */
public final class Paging {

    private static final int MOST = 500;

    @QueryParam("limit")
    @DefaultValue("50")
    @Parameter(
            description = "Most items of the part.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500", defaultValue = "50"))
    String limit;

    @QueryParam("cursor")
    @Parameter(description = "The nextCursor of the part before.")
    String cursor;

    int limit() {
        long wanted = QueryIds.number("limit", limit);
        if (wanted < 1 || wanted > MOST) {
            throw new BadRequest("limit must be 1 to " + MOST + ", not " + limit + ".");
        }
        return (int) wanted;
    }

    /** Key of the last item of the part before; 0 at the start. */
    long after() {
        return Cursor.read(cursor, 0);
    }

    /** The same where keys have two parts. */
    Cursor.Pair afterPair() {
        return Cursor.readPair(cursor);
    }
}
