package com.relativity.sync.store.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ImportRootTest {

    @TempDir
    Path machine;

    private Path root;
    private ImportRoot imports;

    @BeforeEach
    void makeFiles() throws IOException {
        root = machine.resolve("imports");
        write("imports/case/load.dat");
        write("imports/case/VOL01/NATIVES/a ä.msg");
        write("imports/other/b.msg");
        write("imports/top.dat");
        write("secret.txt");
        write("imports-beside/secret.txt");
        imports = new ImportRoot(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "case/load.dat",
                "case\\load.dat",
                "./case/load.dat",
                ".\\case\\.\\load.dat",
                "case//load.dat",
                "other/../case/load.dat",
                "case/VOL01/../load.dat",
                "missing/../case/load.dat"
            })
    void everySpellingOfAPathInside_isFound(String path) throws Exception {
        assertEquals(root.toRealPath().resolve("case/load.dat"), imports.loadFile(path));
    }

    @Test
    void aPathInALoadFile_isRelativeToItsFolder() throws Exception {
        var loadFile = imports.loadFile("case/load.dat");

        assertEquals(
                root.toRealPath().resolve("case/VOL01/NATIVES/a ä.msg"),
                imports.besides(loadFile, ".\\VOL01\\NATIVES\\a ä.msg"));
        assertEquals(root.toRealPath().resolve("other/b.msg"), imports.besides(loadFile, "..\\other\\b.msg"));
        assertEquals(
                root.toRealPath().resolve("other/b.msg"), imports.besides(imports.loadFile("top.dat"), "other/b.msg"));
    }

    @Test
    void aPathInALoadFile_mayBeginWithASeparator_andHaveBlanksAround() throws Exception {
        var loadFile = imports.loadFile("case/load.dat");
        var file = root.toRealPath().resolve("case/VOL01/NATIVES/a ä.msg");

        assertEquals(file, imports.besides(loadFile, "\\VOL01\\NATIVES\\a ä.msg"));
        assertEquals(file, imports.besides(loadFile, " /VOL01/NATIVES/a ä.msg "));
        for (var absolute : List.of("\\\\server\\a.msg", "//server/a.msg", "C:\\a.msg", "/", "\\")) {
            var refused = assertThrows(ImportPathRefused.class, () -> imports.besides(loadFile, absolute));
            assertTrue(refused.getMessage().contains("absolute"), refused.getMessage());
        }
        for (var outside : List.of("/../../secret.txt", "/etc/passwd")) {
            assertThrows(ImportPathRefused.class, () -> imports.besides(loadFile, outside));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "..\\secret.txt",
                "case/../../secret.txt",
                "case\\..\\..\\secret.txt",
                "..",
                "../imports/case/load.dat",
                "../imports-beside/secret.txt",
                "./../secret.txt",
                "case/VOL01/NATIVES/../../../../secret.txt"
            })
    void aPathThatClimbsOut_isRefused_alsoWhenItComesBack(String path) {
        assertRefused("leads out of the import root", path);
    }

    @Test
    void aPathInALoadFileThatClimbsOut_isRefused() throws Exception {
        var loadFile = imports.loadFile("case/load.dat");

        for (var path : List.of("../../secret.txt", "..\\..\\imports\\case\\load.dat", "VOL01/../../../secret.txt")) {
            var refused = assertThrows(ImportPathRefused.class, () -> imports.besides(loadFile, path));
            assertTrue(refused.getMessage().contains("leads out"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "\\etc\\passwd",
                "//server/share/a.dat",
                "\\\\server\\share\\a.dat",
                "C:\\a.dat",
                "c:/a.dat",
                "C:a.dat",
                "\\\\?\\C:\\a.dat",
                "/"
            })
    void anAbsolutePath_isRefused(String path) {
        assertRefused("absolute path", path);
    }

    @Test
    void theAbsolutePathOfAFileInside_isRefused() {
        assertRefused("absolute path", root.resolve("case/load.dat").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"case/load.dat\0", "case/\0/load.dat", "case/load.dat\0.txt", "case/lo\nad.dat"})
    void aPathWithAControlCharacter_isRefused_andNotRepeatedRaw(String path) {
        var refused = assertRefused("control character", path);

        assertFalse(refused.codePoints().anyMatch(Character::isISOControl), refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void anEmptyPath_isRefused(String path) {
        assertRefused("path is empty", path);
    }

    @Test
    void noPathAtAll_isRefused() {
        assertRefused("path is empty", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"case", "case/", ".", "case/VOL01/.."})
    void aDirectory_isNoFile(String path) {
        assertRefused("is not a file", path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"missing.dat", "missing/load.dat", "case/load.dat/x", "CASE/nothing.dat", "file:///etc/passwd"})
    void whatDoesNotExist_isRefused_withoutTheServersPath(String path) {
        var refused = assertRefused("There is no file", path);

        assertFalse(refused.contains(machine.toString()), refused);
    }

    @Test
    void aNameTooLongForTheFileSystem_isRefused_andShortenedInTheMessage() {
        var refused = assertRefused("cannot be read", "x".repeat(5000));

        assertTrue(refused.length() < 400, refused);
    }

    @Test
    void halfACharacter_isRefused() {
        assertThrows(ImportPathRefused.class, () -> imports.loadFile("a\uD83D.dat"));
    }

    @Test
    void aLinkThatLeadsOut_isRefused_toAFileAndToADirectory() throws Exception {
        Files.createSymbolicLink(root.resolve("file.dat"), machine.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("case/up"), Path.of("../.."));
        Files.createSymbolicLink(root.resolve("first"), Path.of("second"));
        Files.createSymbolicLink(root.resolve("second"), machine);

        assertRefused("leads out", "file.dat");
        assertRefused("leads out", "case/up/secret.txt");
        assertRefused("leads out", "first/secret.txt");
        assertRefused("leads out", "case/up/imports-beside/secret.txt");
    }

    @Test
    void dotsBehindALink_areTakenFromItsNameNotFromItsTarget() throws Exception {
        Files.createSymbolicLink(root.resolve("out"), machine.resolve("imports-beside"));

        assertEquals(root.toRealPath().resolve("top.dat"), imports.loadFile("out/../top.dat"));
        assertRefused("There is no file", "out/../secret.txt");
    }

    @Test
    void aLinkThatStaysInside_isFollowed() throws Exception {
        Files.createSymbolicLink(root.resolve("alias"), root.resolve("case"));

        assertEquals(root.toRealPath().resolve("case/load.dat"), imports.loadFile("alias/load.dat"));
    }

    @Test
    void aLinkToNothingOrToItself_isRefused() throws Exception {
        Files.createSymbolicLink(root.resolve("dangling"), root.resolve("nothing"));
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));

        assertRefused("There is no file", "dangling");
        assertRefused("cannot be read", "loop");
    }

    @Test
    void aRootThatIsALinkItself_isFine() throws Exception {
        var link = Files.createSymbolicLink(machine.resolve("link"), root);

        assertEquals(root.toRealPath().resolve("top.dat"), new ImportRoot(link).loadFile("top.dat"));
    }

    @Test
    void aRootThatDoesNotExist_isNamedByItsSetting() {
        var refused = assertThrows(
                ImportPathRefused.class, () -> new ImportRoot(machine.resolve("nowhere")).loadFile("top.dat"));

        assertTrue(refused.getMessage().contains("sync.workspaces.imports"), refused.getMessage());
    }

    private String assertRefused(String reason, String path) {
        var refused = assertThrows(ImportPathRefused.class, () -> imports.loadFile(path));

        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        return refused.getMessage();
    }

    private void write(String path) throws IOException {
        var file = machine.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
    }
}
