package com.relativity.sync.api;

import java.io.CharConversionException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.relativity.sync.problem.ProblemException;
import com.relativity.sync.problem.Violation;

/** Makes a problem of every fault: the only place that does. A defect shows an incident's id; the log has its trace under the same id. */
@Singleton
class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final String BEARER = "Bearer";

    private final ObjectMapper json;
    private final AllowedMethods methods;

    ProblemMapper(ObjectMapper json, AllowedMethods methods) {
        this.json = json;
        this.methods = methods;
    }

    // One method for each type that Quarkus has a mapper of its own for, which would be nearer than Throwable's.

    @ServerExceptionMapper
    Response notFound(NotFoundException fault, RoutingContext request) {
        return answer(fault, request);
    }

    @ServerExceptionMapper
    Response ofFramework(WebApplicationException fault, RoutingContext request) {
        return answer(fault, request);
    }

    @ServerExceptionMapper
    Response ofJson(MismatchedInputException fault, RoutingContext request) {
        return answer(fault, request);
    }

    @ServerExceptionMapper
    Response ofConstraints(ConstraintViolationException fault, RoutingContext request) {
        return answer(fault, request);
    }

    @ServerExceptionMapper
    Response ofNobody(UnauthorizedException fault, RoutingContext request) {
        return answer(fault, request);
    }

    @ServerExceptionMapper
    Response ofToken(AuthenticationFailedException fault, RoutingContext request) {
        return answer(fault, request);
    }

    @ServerExceptionMapper
    Response ofRole(ForbiddenException fault, RoutingContext request) {
        return answer(fault, request);
    }

    @ServerExceptionMapper
    Response ofAnything(Throwable fault, RoutingContext request) {
        return answer(fault, request);
    }

    private Response answer(Throwable fault, RoutingContext request) {
        String path = request.request().path();
        Problem problem = problem(fault, path);
        request.put(AuditedAnswers.PROBLEM, problem);
        var answer = Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(bytes(problem));
        headers(problem, request).forEach(answer::header);
        return answer.build();
    }

    /** What the head of the answer says besides. */
    Map<String, String> headers(Problem problem, RoutingContext request) {
        return switch (problem.status()) {
            case 401 -> Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge(request));
            case 405 -> Map.of(HttpHeaders.ALLOW, methods.of(request.request().path()));
            case 503 -> Map.of(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            default -> Map.of();
        };
    }

    private static String challenge(RoutingContext request) {
        String sent = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        boolean token = sent != null && sent.regionMatches(true, 0, BEARER + " ", 0, BEARER.length() + 1);
        return token ? BEARER + " error=\"invalid_token\"" : BEARER;
    }

    byte[] bytes(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("A problem cannot be written as JSON", defect);
        }
    }

    /** The problem that {@code fault} is; a defect is logged here. */
    Problem problem(Throwable fault, String path) {
        Problem problem;
        if (fault instanceof ProblemException known) {
            problem = Problem.of(known);
        } else if (fault instanceof UnauthorizedException || fault instanceof AuthenticationFailedException) {
            problem = ofStatus(401, path);
        } else if (fault instanceof ForbiddenException) {
            problem = ofStatus(403, path);
        } else if (fault instanceof JsonProcessingException unreadable) {
            problem = JsonFaults.problem(unreadable);
        } else if (fault instanceof CharConversionException unreadable) {
            problem = JsonFaults.bad("The body is not text in UTF-8.", List.of());
        } else if (fault instanceof ConstraintViolationException broken) {
            var violations = broken.getConstraintViolations().stream()
                    .map(violation -> new Violation(field(violation), violation.getMessage()))
                    .toList();
            problem = JsonFaults.bad("The request has " + violations.size() + " faults; see violations.", violations);
        } else if (fault instanceof WebApplicationException framework
                && framework.getResponse().getStatus() < 500) {
            problem = framework.getCause() instanceof JsonProcessingException unreadable
                    ? JsonFaults.problem(unreadable)
                    : ofStatus(framework.getResponse().getStatus(), path);
        } else {
            problem = defect(fault, path);
        }
        return problem.at(path);
    }

    /** A fault that has a status and no words of its own. */
    static Problem ofStatus(int status, String path) {
        return switch (status) {
            case 401 ->
                Problem.of("unauthorized", 401, "Unauthorized", "This needs a token that is accepted.", List.of());
            case 403 ->
                Problem.of(
                        "forbidden",
                        403,
                        "Forbidden",
                        "None of the token's roles (groups) may make this call. Ask for one that may.",
                        List.of());
            case 404 -> Problem.of("not-found", 404, "Not found", "There is nothing at " + path + ".", List.of());
            case 405 ->
                Problem.of(
                        "method-not-allowed",
                        405,
                        "Method not allowed",
                        path + " does not take this method; /q/openapi tells which it takes.",
                        List.of());
            case 406 ->
                Problem.of(
                        "not-acceptable",
                        406,
                        "Not acceptable",
                        path + " has no answer in a media type that the header Accept allows.",
                        List.of());
            case 408 ->
                Problem.of(
                        "request-too-slow",
                        408,
                        "Request too slow",
                        "The request's body did not come in time (sync.limits.body-time). Send it again.",
                        List.of());
            case 413 ->
                Problem.of(
                        "body-too-large",
                        413,
                        "Body too large",
                        "The request's body is larger than this service takes (sync.limits.body).",
                        List.of());
            case 414 ->
                Problem.of(
                        "uri-too-long",
                        414,
                        "URI too long",
                        "The path with its query is longer than this service takes (sync.limits.uri).",
                        List.of());
            case 431 ->
                Problem.of(
                        "headers-too-large",
                        431,
                        "Headers too large",
                        "The request's headers are larger than this service takes (sync.limits.headers).",
                        List.of());
            case 415 ->
                Problem.of(
                        "unsupported-media-type",
                        415,
                        "Unsupported media type",
                        path + " takes application/json.",
                        List.of());
            case 400 -> JsonFaults.bad("The request cannot be read.", List.of());
            default ->
                Problem.of(
                        "refused", status, "Refused", "The request was refused with status " + status + ".", List.of());
        };
    }

    private static Problem defect(Throwable fault, String path) {
        String incident = UUID.randomUUID().toString();
        LOG.errorf(fault, "Incident %s: a request to %s failed", incident, path);
        return Problem.of(
                "internal-error",
                500,
                "Internal error",
                "The service failed on its side. Tell its operators the incident " + incident + ".",
                List.of());
    }

    /** The parameter's or property's own name, without the method that it belongs to. */
    private static String field(ConstraintViolation<?> violation) {
        var name = new StringBuilder();
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == jakarta.validation.ElementKind.PROPERTY
                    || node.getKind() == jakarta.validation.ElementKind.PARAMETER) {
                name.append(name.isEmpty() ? "" : ".").append(node);
            }
        }
        return name.toString();
    }
}
