package com.relativity.sync.store.rest;

import java.net.URI;

import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.RestResponse;

import com.relativity.sync.problem.BadRequest;

/** What all resources of the room say alike. */
final class Answers {

    static final String BASE = "/api/workspaces/v1";

    private Answers() {}

    /** @param path below the base */
    static <T> RestResponse<T> created(String path, T made) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, made)
                .header(HttpHeaders.LOCATION, URI.create(BASE + path))
                .build();
    }

    static <T> T required(T body) {
        if (body == null) {
            throw new BadRequest("The request has no body; send a JSON object.");
        }
        return body;
    }
}
