package com.relativity.sync.store.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.StoredFile;

/**
 * The files of all workspaces, each under a name made of its content: {@code <workspaceId>/<ab>/<cd>/<sha256>}. A file under such a name
 * is whole and durable, whatever crashed while it was written.
 */
public final class FileShare {

    /** Files on their way; the same file system as their destination, so that the rename is one step. */
    private static final String INCOMING = "incoming";

    /** A file on its way that nobody has written to for so long was left by a crash. */
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Pattern REFERENCE =
            Pattern.compile("[1-9][0-9]{0,18}/([0-9a-f]{2})/([0-9a-f]{2})/(?=\\1\\2)[0-9a-f]{64}");

    private final Path root;

    /** Workspaces of which this process has removed what crashes left. */
    private final Set<Long> tidied = ConcurrentHashMap.newKeySet();

    /** Folders above those that hold files, at most 258 a workspace. */
    private final Set<Path> durableFolders = ConcurrentHashMap.newKeySet();

    public FileShare(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * Copies {@code bytes} to the end and answers when they are durable. Content that is there already is kept, and replaced only where
     * it is damaged. Any number of threads and processes may store at once, also the same content. Does not close {@code bytes}.
     */
    public StoredFile store(long workspaceId, InputStream bytes) throws IOException {
        if (workspaceId < 1) {
            throw new IllegalArgumentException("Not a workspace id: " + workspaceId);
        }
        var incoming = root.resolve(Long.toString(workspaceId)).resolve(INCOMING);
        makeFolder(incoming);
        if (tidied.add(workspaceId)) {
            removeLeftBehind(incoming);
        }
        var temporary = incoming.resolve(UUID.randomUUID().toString());
        try {
            var stored = write(workspaceId, bytes, temporary);
            takeIn(temporary, path(stored.reference()));
            return stored;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Where the file of a {@link StoredFile#reference} lies, whether it exists or not.
     *
     * @throws IllegalArgumentException for anything that is no reference
     */
    public Path path(String reference) {
        if (reference == null || !REFERENCE.matcher(reference).matches()) {
            throw new IllegalArgumentException("Not a reference to a file of the share");
        }
        return root.resolve(reference);
    }

    /**
     * The bytes of a reference; opening a file that is gone fails with {@link NoSuchFileException} naming the reference.
     *
     * @throws IllegalArgumentException for anything that is no reference
     */
    public FileContent content(String reference) {
        path(reference);
        return () -> {
            try {
                return Files.newInputStream(find(reference));
            } catch (NoSuchFileException moved) {
                try {
                    return Files.newInputStream(find(reference));
                } catch (NoSuchFileException gone) {
                    throw new NoSuchFileException(reference, null, "not in the file share");
                }
            }
        };
    }

    /** Where the bytes of a reference are now: in their place, or set aside by the sweep; their place when they are nowhere. */
    public Path find(String reference) {
        var place = path(reference);
        var aside = ShareSweep.aside(place);
        return !Files.exists(place) && Files.exists(aside) ? aside : place;
    }

    private static StoredFile write(long workspaceId, InputStream bytes, Path temporary) throws IOException {
        var digest = sha256();
        var size = 0L;
        try (var file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = new byte[BUFFER_BYTES];
            for (var count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                digest.update(buffer, 0, count);
                var chunk = ByteBuffer.wrap(buffer, 0, count);
                while (chunk.hasRemaining()) {
                    size += file.write(chunk);
                }
            }
            file.force(true);
        }
        var sha256 = HexFormat.of().formatHex(digest.digest());
        var reference = workspaceId + "/" + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256;
        return new StoredFile(reference, size, sha256);
    }

    private void takeIn(Path temporary, Path target) throws IOException {
        var ab = target.getParent().getParent();
        makeFolder(ab);
        make(target.getParent());
        makeDurable(ab);
        if (!keeps(target, temporary)) {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
        // Also for content found in place: the one who renamed it may not have come that far yet.
        makeDurable(target.getParent());
    }

    /** Whether the same content is there. Its new time tells the sweep that a reference may be about to come. */
    private static boolean keeps(Path target, Path content) throws IOException {
        try {
            if (!Files.exists(target) || Files.mismatch(content, target) >= 0) {
                return false;
            }
            Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException setAside) {
            return false;
        }
    }

    /**
     * Makes an upper folder where it is missing, and its name durable. One that another process has just made may not be durable yet, so
     * each process sees to it once.
     */
    private void makeFolder(Path folder) throws IOException {
        if (durableFolders.contains(folder)) {
            return;
        }
        if (folder.equals(root)) {
            Files.createDirectories(root);
        } else {
            makeFolder(folder.getParent());
            make(folder);
            makeDurable(folder.getParent());
        }
        durableFolders.add(folder);
    }

    private static void make(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException known) {
            if (!Files.isDirectory(folder)) {
                throw known;
            }
        }
    }

    static void makeDurable(Path directory) throws IOException {
        // Elsewhere than on POSIX systems a directory cannot be opened, and its entries are durable with the file.
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }

    private static void removeLeftBehind(Path incoming) throws IOException {
        var limit = Instant.now().minus(LEFT_BEHIND);
        try (var files = Files.newDirectoryStream(incoming)) {
            for (var file : files) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException renamedMeanwhile) {
                    continue;
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
