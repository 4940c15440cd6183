package com.relativity.sync.store.files;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.workspace.StoredFile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FileShareTest {

    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    Path folder;

    private Path root;
    private FileShare share;

    @BeforeEach
    void makeShare() {
        root = folder.resolve("not/yet/there");
        share = new FileShare(root);
    }

    @Test
    void aFile_liesUnderTheNameOfItsContent() throws IOException {
        var stored = share.store(17, bytes("abc"));

        assertEquals(new StoredFile("17/ba/78/" + ABC, 3, ABC), stored);
        assertEquals("abc", Files.readString(root.resolve("17/ba/78/" + ABC)));
        assertEquals(root.resolve("17/ba/78/" + ABC), share.path(stored.reference()));
        assertEquals("abc", content(stored.reference()));
    }

    @Test
    void anEmptyFile_isAFileToo() throws IOException {
        var stored = share.store(17, bytes(""));

        assertEquals(new StoredFile("17/e3/b0/" + EMPTY, 0, EMPTY), stored);
        assertEquals("", content(stored.reference()));
    }

    @Test
    void aFileLargerThanTheBuffer_comesWhole() throws IOException {
        var large = new byte[1_000_003];
        new Random(7).nextBytes(large);

        var stored = share.store(17, new ByteArrayInputStream(large));

        assertEquals(large.length, stored.sizeBytes());
        assertArrayEquals(large, Files.readAllBytes(share.path(stored.reference())));
    }

    @Test
    void theSameContentAgain_costsNoSpace_andCountsAsNew() throws IOException {
        var first = share.store(17, bytes("abc"));
        var yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        Files.setLastModifiedTime(share.path(first.reference()), yesterday);

        var second = share.store(17, bytes("abc"));

        assertEquals(first, second);
        assertEquals(List.of("17/ba/78/" + ABC), files());
        assertTrue(Files.getLastModifiedTime(share.path(first.reference())).compareTo(yesterday) > 0);
    }

    @Test
    void theSameContentInAnotherWorkspace_isAFileOfItsOwn() throws IOException {
        share.store(17, bytes("abc"));
        share.store(18, bytes("abc"));

        assertEquals(List.of("17/ba/78/" + ABC, "18/ba/78/" + ABC), files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "abcd", "abX"})
    void aDamagedFile_isReplacedWhenItsContentComesAgain(String damaged) throws IOException {
        var stored = share.store(17, bytes("abc"));
        Files.writeString(share.path(stored.reference()), damaged);

        share.store(17, bytes("abc"));

        assertEquals("abc", content(stored.reference()));
        assertEquals(List.of("17/ba/78/" + ABC), files());
    }

    @Test
    void aSourceThatFails_leavesNothingBehind() throws IOException {
        share.store(17, bytes("abc"));
        var failing = new SequenceInputStream(bytes("half of it"), new FilterInputStream(bytes("")) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("the line is cut");
            }
        });

        var failure = assertThrows(IOException.class, () -> share.store(17, failing));

        assertEquals("the line is cut", failure.getMessage());
        assertEquals(List.of("17/ba/78/" + ABC), files());
    }

    @Test
    void whatACrashLeft_isRemovedAfterADay_andWhatIsOnItsWayStays() throws IOException {
        var incoming = Files.createDirectories(root.resolve("17/incoming"));
        var left = Files.writeString(incoming.resolve("left"), "abc");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        Files.writeString(incoming.resolve("onItsWay"), "abc");

        share.store(17, bytes("abc"));

        assertEquals(List.of("17/ba/78/" + ABC, "17/incoming/onItsWay"), files());
    }

    @Test
    void manyWhoStoreTheSameContentAtOnce_allGetIt() throws Exception {
        var large = new byte[300_000];
        new Random(8).nextBytes(large);
        var atOnce = 8;
        var start = new CyclicBarrier(atOnce);
        Callable<StoredFile> storing = () -> {
            start.await();
            return new FileShare(root).store(17, new ByteArrayInputStream(large));
        };

        var stored = new ArrayList<StoredFile>();
        var threads = Executors.newFixedThreadPool(atOnce);
        try {
            for (var answer : threads.invokeAll(Collections.nCopies(atOnce, storing))) {
                stored.add(answer.get());
            }
        } finally {
            threads.shutdown();
        }

        assertEquals(1, stored.stream().distinct().count());
        assertEquals(List.of(stored.get(0).reference()), files());
        assertArrayEquals(large, Files.readAllBytes(share.path(stored.get(0).reference())));
    }

    @Test
    void aSourceIsReadToItsEnd_andLeftOpen() throws IOException {
        var closed = new boolean[1];
        InputStream source = new FilterInputStream(bytes("abc")) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        share.store(17, source);

        assertEquals(-1, source.read());
        assertFalse(closed[0]);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "17",
                "17/ba/78",
                "../17/ba/78/" + ABC,
                "17/../17/ba/78/" + ABC,
                "/17/ba/78/" + ABC,
                "17/ba/78/" + ABC + "/",
                "17/ba/79/" + ABC,
                "17/bb/78/" + ABC,
                "0/ba/78/" + ABC,
                "-1/ba/78/" + ABC,
                "017/ba/78/" + ABC,
                "17\\ba\\78\\" + ABC,
                "17/ba/78/" + ABC + "\n",
                "17/BA/78/" + ABC,
                "17/incoming/x",
                "17/ba/78/../../../../../etc/passwd",
                "17/ba/78/" + ABC + "0"
            })
    void whatIsNoReference_reachesNoFile(String reference) {
        assertThrows(IllegalArgumentException.class, () -> share.path(reference));
        assertThrows(IllegalArgumentException.class, () -> share.content(reference));
    }

    @Test
    void aWorkspaceIdThatIsNone_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> share.store(0, bytes("abc")));
        assertThrows(IllegalArgumentException.class, () -> share.store(-1, bytes("abc")));
    }

    @Test
    void aFileThatIsGone_isNamedByItsReference() {
        var reference = "17/ba/78/" + ABC;

        var failure = assertThrows(
                NoSuchFileException.class, () -> share.content(reference).open());

        assertEquals(reference, failure.getFile());
    }

    private String content(String reference) throws IOException {
        try (var content = share.content(reference).open()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
