package com.relativity.sync.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;

/** Which methods a path takes, as the OpenAPI document has it. */
@ApplicationScoped
class AllowedMethods {

    private record Paths(Pattern path, Set<String> methods) {}

    private final OpenApiDocumentService documents;
    private volatile List<Paths> known;

    AllowedMethods(OpenApiDocumentService documents) {
        this.documents = documents;
    }

    /** For the header Allow. A path that the document does not have is one of the pages beside REST, which are read. */
    String of(String path) {
        var allowed = new TreeSet<String>();
        paths().stream()
                .filter(paths -> paths.path().matcher(path).matches())
                .forEach(paths -> allowed.addAll(paths.methods()));
        if (allowed.isEmpty() || allowed.contains("GET")) {
            allowed.addAll(Set.of("GET", "HEAD"));
        }
        return String.join(", ", allowed);
    }

    private List<Paths> paths() {
        if (known == null) {
            known = read();
        }
        return known;
    }

    private List<Paths> read() {
        try {
            JsonNode document = new ObjectMapper()
                    .readTree(documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON));
            var paths = new ArrayList<Paths>();
            document.path("paths").properties().forEach(path -> {
                var methods = new TreeSet<String>();
                path.getValue().fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
                methods.retainAll(Set.of("GET", "POST", "PUT", "PATCH", "DELETE"));
                String pattern = path.getKey().replaceAll("\\{[^}]+}", "[^/]+");
                paths.add(new Paths(Pattern.compile(pattern + "/?"), methods));
            });
            return List.copyOf(paths);
        } catch (IOException defect) {
            throw new UncheckedIOException("The OpenAPI document is no JSON", defect);
        }
    }
}
