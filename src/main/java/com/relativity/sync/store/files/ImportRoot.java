package com.relativity.sync.store.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The directory that load files, and the files they name, are read from. A path that a client sends is resolved inside of it or refused;
 * no spelling of a path and no link leads out.
 */
public final class ImportRoot {

    private static final int SHOWN_CHARACTERS = 200;
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    private final Path root;

    public ImportRoot(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * The existing regular file that {@code path}, relative to the root and with {@code /} or {@code \} between names, stands for; links
     * are resolved.
     */
    public Path loadFile(String path) throws ImportPathRefused {
        return existingFile(realRoot(), List.of(), path);
    }

    /**
     * The same for a path inside a load file, relative to the folder of that file; it may climb with {@code ..} up to the root. White space
     * around it and one separator before it, as many programs write them, do not count.
     *
     * @param loadFile as {@link #loadFile} answered it
     */
    public Path besides(Path loadFile, String path) throws ImportPathRefused {
        var real = realRoot();
        if (!loadFile.startsWith(real)) {
            throw new ImportPathRefused("The load file lies outside the import root.");
        }
        var folder = new ArrayList<String>();
        for (var name : real.relativize(loadFile.getParent())) {
            if (!name.toString().isEmpty()) {
                folder.add(name.toString());
            }
        }
        return existingFile(real, folder, path == null ? null : withoutSeparator(path.strip()));
    }

    private static String withoutSeparator(String path) {
        boolean begins = path.startsWith("/") || path.startsWith("\\");
        boolean names = path.length() > 1 && path.charAt(1) != '/' && path.charAt(1) != '\\';
        return begins && names ? path.substring(1) : path;
    }

    private static Path existingFile(Path realRoot, List<String> folder, String path) throws ImportPathRefused {
        if (path == null || path.isBlank()) {
            throw new ImportPathRefused("The path is empty; name a file, relative and with / or \\ between names.");
        }
        var shown = shown(path);
        try {
            var candidate = realRoot;
            for (var name : names(folder, path, shown)) {
                candidate = candidate.resolve(name);
            }
            var file = candidate.toRealPath();
            if (!file.startsWith(realRoot)) {
                throw new ImportPathRefused("'" + shown + "' is a link that leads out of the import root.");
            }
            if (!Files.isRegularFile(file)) {
                throw new ImportPathRefused("'" + shown + "' is not a file.");
            }
            if (!Files.isReadable(file)) {
                throw unreadable(shown);
            }
            return file;
        } catch (InvalidPathException impossible) {
            throw new ImportPathRefused("'" + shown + "' cannot be the name of a file here.");
        } catch (NoSuchFileException | NotDirectoryException missing) {
            throw missing(shown);
        } catch (FileSystemException refused) {
            // ENOTDIR and a name too long have no exception of their own.
            throw refused.getReason() != null && refused.getReason().contains("Not a directory")
                    ? missing(shown)
                    : unreadable(shown);
        } catch (IOException failed) {
            throw unreadable(shown);
        }
    }

    /** The names from the root down, {@code .} and {@code ..} followed in words: what a link means comes afterwards. */
    private static List<String> names(List<String> folder, String path, String shown) throws ImportPathRefused {
        var slashed = path.replace('\\', '/');
        if (slashed.startsWith("/") || DRIVE.matcher(slashed).matches()) {
            throw new ImportPathRefused("'" + shown + "' is an absolute path; paths are relative to the import root.");
        }
        if (slashed.codePoints().anyMatch(Character::isISOControl)) {
            throw new ImportPathRefused("'" + shown + "' holds a control character.");
        }
        var names = new ArrayList<>(folder);
        for (var name : slashed.split("/")) {
            if (name.equals("..")) {
                if (names.isEmpty()) {
                    throw new ImportPathRefused("'" + shown + "' leads out of the import root.");
                }
                names.remove(names.size() - 1);
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    private Path realRoot() throws ImportPathRefused {
        try {
            return root.toRealPath();
        } catch (IOException missing) {
            throw new ImportPathRefused(
                    "There is no import root; the directory that sync.workspaces.imports names must exist.");
        }
    }

    private static ImportPathRefused missing(String shown) {
        return new ImportPathRefused(
                "There is no file '" + shown + "' under the import root; copy it there and import again.");
    }

    private static ImportPathRefused unreadable(String shown) {
        return new ImportPathRefused("'" + shown + "' cannot be read; check the name and its permissions.");
    }

    private static String shown(String path) {
        var cut = path.length() > SHOWN_CHARACTERS ? path.substring(0, SHOWN_CHARACTERS) + "…" : path;
        var shown = new StringBuilder();
        cut.codePoints()
                .map(character -> Character.isISOControl(character) || isSurrogate(character) ? '\uFFFD' : character)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }
}
