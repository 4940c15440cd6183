package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.relativity.sync.problem.Violation;
import com.relativity.sync.workspace.FieldType;

/** What to import and how it is written, as a client asks for it; whatever is null has its default. */
@Schema(
        description =
                "A Concordance load file below the import directory, and how it is written; or an Opticon file of images,"
                        + " with which only productionId and encoding can be given.")
public record ImportRequest(
        @Schema(
                description =
                        "Path of a load file relative to the import directory, with \\ or / between names. Either it or"
                                + " opticonFile is required.",
                examples = "volume-1/load.dat")
        String loadFile,

        @Schema(
                description = "Path of an Opticon file, as that of a load file. The paths in it are relative to it.",
                examples = "volume-1/images.opt")
        String opticonFile,

        @Schema(description = "With opticonFile: the production whose pages these are; originals where none is given.")
        Long productionId,

        @Schema(
                description = "Name of the object type that the lines become, made if it is missing.",
                defaultValue = "Document")
        String objectType,

        @Schema(description = "One character.", defaultValue = "U+0014")
        String columnDelimiter,

        @Schema(
                description = "One character around values; an empty text where the file has none.",
                defaultValue = "U+00FE")
        String quote,

        @Schema(description = "Whether the first row names the columns.", defaultValue = "true")
        Boolean hasHeader,

        @Schema(description = "Names of the columns in order; required where there is no header row.")
        List<String> columns,

        @Schema(
                description =
                        "Types of fields to be made, by column; others become LongText. A field that exists keeps its type.")
        Map<String, FieldType> fieldTypes,

        @Schema(
                description = "UTF-8, UTF-16, Windows-1252, …, of the load file and of text files without a byte order"
                        + " mark; UTF-8 where none is given.")
        String encoding,

        @Schema(description = "Column whose values identify the items; the first one where none is given.")
        String identifierColumn,

        @Schema(description = "Documents only: column with the paths of natives.", defaultValue = "FILE_PATH")
        String fileColumn,

        @Schema(
                description =
                        "Documents only: column with the paths of files whose text goes into the field Extracted Text.",
                defaultValue = "Extracted Text")
        String extractedTextColumn,

        @Schema(
                description = "Documents only: column with folder paths, \\ between names.",
                defaultValue = "Folder Path")
        String folderPathColumn) {

    boolean isOfDocuments() {
        return objectType == null || objectType.equals("Document");
    }

    public boolean isOfImages() {
        return opticonFile != null;
    }

    /** Options that cannot go with a load file. */
    List<Violation> strayWithLoadFile() {
        List<Violation> stray = new ArrayList<>();
        if (productionId != null) {
            stray.add(new Violation("productionId", "Only an opticonFile has pages of a production; leave it out."));
        }
        return stray;
    }

    /** Options that cannot go with an Opticon file. */
    List<Violation> strayWithOpticon() {
        if (loadFile != null) {
            return List.of(new Violation("opticonFile", "Name a loadFile or an opticonFile, not both."));
        }
        List<Violation> stray = new ArrayList<>();
        stray(stray, "objectType", objectType);
        stray(stray, "columnDelimiter", columnDelimiter);
        stray(stray, "quote", quote);
        stray(stray, "hasHeader", hasHeader);
        stray(stray, "columns", columns);
        stray(stray, "fieldTypes", fieldTypes);
        stray(stray, "identifierColumn", identifierColumn);
        stray(stray, "fileColumn", fileColumn);
        stray(stray, "extractedTextColumn", extractedTextColumn);
        stray(stray, "folderPathColumn", folderPathColumn);
        return stray;
    }

    private static void stray(List<Violation> stray, String option, Object value) {
        if (value != null) {
            stray.add(new Violation(option, "An opticonFile has no " + option + "; leave it out."));
        }
    }
}
