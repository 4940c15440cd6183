package com.relativity.sync.store.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.relativity.sync.access.Roles;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.store.Users;
import com.relativity.sync.store.Users.User;
import com.relativity.sync.store.loadfile.ValueReader;

/** Users of the instance: whom fields of the type User can name, in every workspace. */
@Path(Answers.BASE + "/users")
@Tag(name = "Users")
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UserResource {

    private final Users users;

    UserResource(Users users) {
        this.users = users;
    }

    /** The body of a new user. */
    public record NewUser(String email) {}

    @GET
    @Operation(summary = "List users", description = "In order of their ids, for all workspaces together.")
    @APIResponse(responseCode = "200", description = "A part of the list")
    public Uni<Listing<User>> list(@BeanParam Paging paging) {
        int limit = paging.limit();
        return users.list(paging.after(), limit + 1).map(found -> Listing.page(found, limit, User::userId));
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Make a user",
            description = "Known by the e-mail address, whose case does not count. An import makes the users that it"
                    + " names; a job does not.")
    @APIResponse(responseCode = "201", description = "The user made")
    @APIResponse(responseCode = "409", description = "There is a user with that address")
    @APIResponse(responseCode = "422", description = "That is no e-mail address")
    public Uni<RestResponse<User>> create(NewUser body) {
        String email = Answers.required(body).email();
        if (email == null || !ValueReader.isAddress(email)) {
            throw new RulesViolated("email", "An e-mail address is required, such as name@example.com.");
        }
        return users.create(email).map(made -> Answers.created("/users", made));
    }
}
