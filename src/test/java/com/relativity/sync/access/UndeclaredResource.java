package com.relativity.sync.access;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;

/** A call whose author forgot to say who may make it. */
@Path(UndeclaredResource.PATH)
public class UndeclaredResource {

    static final String PATH = "/api/sync/v1/undeclared";

    @GET
    @Operation(hidden = true)
    public String answer() {
        return "open";
    }
}
