package reference;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;

@Path("/notes")
public class NoteResource {

    private final Emitter<String> out;

    NoteResource(@Channel("out") Emitter<String> out) {
        this.out = out;
    }

    @GET
    @WithSession
    public Uni<List<Note>> all() {
        return Note.listAll();
    }

    @POST
    @WithTransaction
    public Uni<Note> add(@Valid Note note) {
        out.send(note.text);
        return note.persist();
    }

    @Incoming("in")
    void hear(String submitted) {}

    @Incoming("in-too")
    void hearToo(String cancelled) {}
}
