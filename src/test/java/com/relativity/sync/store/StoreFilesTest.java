package com.relativity.sync.store;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.failureOf;
import static org.junit.jupiter.api.Assertions.assertSame;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class StoreFilesTest {

    @Inject
    StoreFiles files;

    @Test
    void whoeverWaitsForAWorker_hearsOfAnErrorToo() {
        var error = new OutOfMemoryError("of the test");

        var failure = failureOf(files.onWorker(() -> {
            throw error;
        }));

        assertSame(error, failure);
    }
}
