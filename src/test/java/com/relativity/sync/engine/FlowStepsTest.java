package com.relativity.sync.engine;

import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.Flow;
import com.relativity.sync.support.Rule;
import com.relativity.sync.support.WithoutAgents;

import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class FlowStepsTest {

    private static final List<String> DOCUMENTS = List.of(
            "pre-validation",
            "object-types",
            "permissions",
            "validation",
            "snapshot",
            "tags",
            "saved-search",
            "partition",
            "synchronization",
            "finalization");

    @Inject
    FlowSteps steps;

    @Test
    @Rule("1.steps.document")
    @Rule("1.steps.image")
    void documentsAndImagesGoTheSameWay() {
        assertEquals(DOCUMENTS, ids(Flow.DOCUMENT));
        assertEquals(DOCUMENTS, ids(Flow.IMAGE));
    }

    @Test
    @Rule("1.steps.non-document")
    void otherObjectsHaveNoTagsAndNoSearch_andASecondPass() {
        assertEquals(
                List.of(
                        "pre-validation",
                        "object-types",
                        "permissions",
                        "validation",
                        "snapshot",
                        "partition",
                        "synchronization",
                        "link-partition",
                        "linking",
                        "finalization"),
                ids(Flow.NON_DOCUMENT));
    }

    private List<String> ids(Flow flow) {
        return steps.of(flow).stream().map(Step::id).toList();
    }
}
