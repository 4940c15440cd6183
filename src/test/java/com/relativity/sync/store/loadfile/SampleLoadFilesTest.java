package com.relativity.sync.store.loadfile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Reads the public sample load files of relativitydev/relativity-import-samples, where they lie beside the project or where
 * {@code SYNC_SAMPLE_LOAD_FILES} names their folder.
 */
class SampleLoadFilesTest {

    private Path samples;

    @BeforeEach
    void find() {
        samples = Path.of(System.getenv().getOrDefault("SYNC_SAMPLE_LOAD_FILES", "../shared/data"));
        assumeTrue(Files.isDirectory(samples), "the sample load files are not at hand");
    }

    @Test
    void pipesWithoutQuotes() throws Exception {
        var rows = rows("load_file_01.dat", new LoadFileFormat('|', null, true, null, null), 23);

        assertEquals("Sample_0000001", rows.get(0).values().get(0));
        assertEquals(
                ".\\VOL01\\NATIVES\\NATIVE00001\\EDRM-Sample1.pdf",
                rows.get(0).values().get(22));
    }

    @Test
    void noHeaderRowAndNoLastLineEnd() throws Exception {
        var names = IntStream.range(0, 23).mapToObj(column -> "C" + column).toList();

        var rows = rows("load_file_02.dat", new LoadFileFormat('|', null, false, null, names), 23);

        assertEquals(List.of("Sample_0000005", "Sample_0000006"), identifiers(rows));
    }

    @Test
    void concordanceDelimitersWithSomeValuesQuoted() throws Exception {
        var names = IntStream.range(0, 23).mapToObj(column -> "C" + column).toList();

        var rows = rows("load_file_03.dat", new LoadFileFormat('\u0014', 'þ', false, null, names), 23);

        assertEquals(List.of("Sample_0000007", "Sample_0000008"), identifiers(rows));
    }

    @Test
    void aDelimiterInAQuotedValue() throws Exception {
        var rows = rows("load_file_04.dat", new LoadFileFormat('|', '^', true, null, null), 23);

        assertEquals("Sample_|_00000013", rows.get(0).values().get(0));
    }

    @Test
    void objectsInThreeStylesOfQuotes() throws Exception {
        var carets = new LoadFileFormat('|', '^', true, null, null);

        assertEquals(
                3, rows("rdo_load_file_01.dat", LoadFileFormat.concordance(), 6).size());
        var rows = rows("rdo_load_file_02.dat", carets, 6);
        assertEquals(List.of("RDO_Sample_004", "RDO_Sample_005", "RDO_Sample_006"), identifiers(rows));
        assertEquals("Sample_0000003", rows.get(2).values().get(5));
        assertEquals(
                3, rows("rdo_load_file_03.dat", LoadFileFormat.concordance(), 3).size());
    }

    private static List<String> identifiers(List<LoadFileRow> rows) {
        return rows.stream().map(row -> row.values().get(0)).toList();
    }

    private List<LoadFileRow> rows(String name, LoadFileFormat format, int columns) throws Exception {
        try (var reader = ConcordanceReader.open(samples.resolve(name), format)) {
            assertEquals(columns, reader.columns().size());
            var rows = new ArrayList<LoadFileRow>();
            reader.forEachRemaining(rows::add);
            assertTrue(rows.stream().allMatch(LoadFileRow::isGood), rows::toString);
            return rows;
        }
    }
}
