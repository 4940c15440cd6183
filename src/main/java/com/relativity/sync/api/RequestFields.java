package com.relativity.sync.api;

import java.util.List;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

import com.relativity.sync.telemetry.LogFields;

/** Lines that are logged while a request is answered tell which job and workspace its path names. */
@Provider
public class RequestFields implements ContainerRequestFilter {

    private static final List<String> FIELDS = List.of(LogFields.JOB, LogFields.WORKSPACE);

    @Override
    public void filter(ContainerRequestContext request) {
        var parameters = request.getUriInfo().getPathParameters();
        var fields = LogFields.none();
        FIELDS.forEach(field -> fields.with(field, parameters.getFirst(field)));
        fields.stay();
    }
}
