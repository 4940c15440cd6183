package com.relativity.sync.store;

import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.relativity.sync.workspace.FieldType;

/** What to import and how it is written, as a client asks for it; whatever is null has its default. */
@Schema(description = "A Concordance load file below the import directory, and how it is written.")
public record ImportRequest(
        @Schema(
                required = true,
                description = "Path of the load file relative to the import directory, with \\ or / between names.",
                examples = "volume-1/load.dat")
        String loadFile,

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
}
