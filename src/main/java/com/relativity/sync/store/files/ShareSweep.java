package com.relativity.sync.store.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Goes through the share for files that have not been stored again for a while, and moves those that are not referred to: first aside, to
 * {@code <workspaceId>/aside/<sha256>}, where they can still be read, and from there back or out of the share. A file's time is that of its
 * last storing, or of its being set aside. Blocks.
 */
public final class ShareSweep {

    private static final String ASIDE = "aside";
    private static final Pattern WORKSPACE = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern FOLDER = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern FILE = Pattern.compile("[0-9a-f]{64}");

    private final Path root;

    public ShareSweep(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Where a file goes that lies at {@code place}. */
    static Path aside(Path place) {
        return place.getParent().getParent().resolveSibling(ASIDE).resolve(place.getFileName());
    }

    /** Ids of the workspaces that have files. */
    public List<Long> workspaces() throws IOException {
        return entries(root, WORKSPACE).stream()
                .map(folder -> Long.valueOf(folder.getFileName().toString()))
                .sorted()
                .toList();
    }

    /** The files of a workspace that lie in their places, a portion at a time. */
    public Walk walk(long workspaceId) throws IOException {
        return new Walk(entries(workspace(workspaceId), FOLDER));
    }

    /** Files that were set aside before {@code limit}, at most {@code most}. */
    public List<String> asideBefore(long workspaceId, Instant limit, int most) throws IOException {
        var names = new ArrayList<String>();
        for (Path file : entries(workspace(workspaceId).resolve(ASIDE), FILE)) {
            if (names.size() < most && isOlder(file, limit)) {
                names.add(file.getFileName().toString());
            }
        }
        return names;
    }

    /** Sets a file aside, unless it is gone or was stored after {@code limit}. Answers whether it did. */
    public boolean setAside(long workspaceId, String sha256, Instant limit) throws IOException {
        var place = place(workspaceId, sha256);
        var aside = aside(place);
        try {
            if (!isOlder(place, limit)) {
                return false;
            }
            Files.createDirectories(aside.getParent());
            // Before the move: whatever is aside has been there since its time, also when the process dies in between.
            Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
            Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Puts a file back in its place; where its content is there again, that stays. */
    public void restore(long workspaceId, String sha256) throws IOException {
        var place = place(workspaceId, sha256);
        var aside = aside(place);
        try {
            if (Files.exists(place)) {
                Files.delete(aside);
            } else {
                Files.setLastModifiedTime(aside, FileTime.from(Instant.now()));
                Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
                FileShare.makeDurable(place.getParent());
            }
        } catch (NoSuchFileException doneByAnother) {
            return;
        }
    }

    /** Removes a file that was set aside; one in its place stays. Answers whether there was one. */
    public boolean remove(long workspaceId, String sha256) throws IOException {
        return Files.deleteIfExists(aside(place(workspaceId, sha256)));
    }

    /** Those contents that no workspace has, but for what {@code workspaceId} has set aside. */
    public List<String> heldNowhereElse(long workspaceId, List<String> sha256s) throws IOException {
        var found = new ArrayList<>(sha256s);
        for (long other : workspaces()) {
            found.removeIf(sha256 -> {
                var place = place(other, sha256);
                return Files.exists(place) || other != workspaceId && Files.exists(aside(place));
            });
        }
        return found;
    }

    private Path workspace(long workspaceId) {
        return root.resolve(Long.toString(workspaceId));
    }

    private Path place(long workspaceId, String sha256) {
        return workspace(workspaceId)
                .resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
    }

    private static boolean isOlder(Path file, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Entries with such a name; none where there is no such folder. */
    private static List<Path> entries(Path folder, Pattern name) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                folder, entry -> name.matcher(entry.getFileName().toString()).matches())) {
            var found = new ArrayList<Path>();
            entries.forEach(found::add);
            return found;
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
    }

    /** A way through the folders of a workspace. What is stored while it goes on may be seen or not. */
    public static final class Walk {

        private final Deque<Path> folders;

        private Walk(List<Path> upperFolders) {
            this.folders = new ArrayDeque<>(upperFolders);
        }

        /** Files of the next folders whose time is before {@code limit}; looks at {@code looks} files or folders, or at few more. */
        public List<String> next(Instant limit, int looks) throws IOException {
            var names = new ArrayList<String>();
            int left = looks;
            while (left > 0 && hasMore()) {
                var folder = folders.pop();
                left--;
                entries(folder, FOLDER).forEach(folders::push);
                for (Path file : entries(folder, FILE)) {
                    left--;
                    if (isOlder(file, limit)) {
                        names.add(file.getFileName().toString());
                    }
                }
            }
            return names;
        }

        public boolean hasMore() {
            return !folders.isEmpty();
        }
    }
}
