package com.relativity.sync.api;

import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.smallrye.mutiny.Multi;

import com.relativity.sync.history.RunErrors;
import com.relativity.sync.job.JobHistoryError;
import com.relativity.sync.job.Page;

/**
 * The errors of a run as CSV (RFC 4180, UTF-8, a header row) for people and their spreadsheets. A page at a time, read when the one before was
 * taken, so a run with a million errors needs no more memory than one with a thousand.
 */
@ApplicationScoped
class ErrorsCsv {

    static final String MEDIA_TYPE = "text/csv;charset=UTF-8";

    private static final int ROWS_OF_A_PAGE = 1_000;

    /** A cell that begins with one of these is a formula to a spreadsheet. */
    private static final String BEGINS_FORMULA = "=+-@\t\r\n";

    private static final CsvSchema COLUMNS = CsvSchema.builder()
            .addColumn("errorId")
            .addColumn("type")
            .addColumn("identifier")
            .addColumn("message")
            .addColumn("at")
            .addColumn("status")
            .setLineSeparator("\r\n")
            .build();

    private static final String HEADER = String.join(",", COLUMNS.getColumnNames()) + "\r\n";

    private final RunErrors errors;
    private final ObjectWriter csv = new CsvMapper().writer(COLUMNS);

    ErrorsCsv(RunErrors errors) {
        this.errors = errors;
    }

    /** All errors that {@code filter} shows. The first part has the header, also where there is no error. */
    Multi<byte[]> of(long jobHistoryId, RunErrors.Filter filter) {
        return Multi.createBy()
                .repeating()
                .uni(
                        Place::new,
                        place -> errors.of(jobHistoryId, filter, ROWS_OF_A_PAGE, place.cursor)
                                .map(page -> new Part(place.moveTo(page), page)))
                .whilst(part -> part.page.nextCursor() != null)
                .map(this::bytes);
    }

    private byte[] bytes(Part part) {
        var cells = part.page.items().stream().map(ErrorsCsv::cells).toList();
        return ((part.first ? HEADER : "") + rows(cells)).getBytes(StandardCharsets.UTF_8);
    }

    private String rows(List<String[]> cells) {
        try {
            return cells.isEmpty() ? "" : csv.writeValueAsString(cells);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("Errors cannot be written as CSV", defect);
        }
    }

    private static String[] cells(JobHistoryError error) {
        return new String[] {
            String.valueOf(error.errorId()),
            error.type().name(),
            harmless(error.identifier()),
            harmless(error.message()),
            error.at().toString(),
            error.status().name()
        };
    }

    private static String harmless(String text) {
        return text == null || text.isEmpty() || BEGINS_FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }

    private record Part(boolean first, Page<JobHistoryError> page) {}

    private static final class Place {

        private String cursor;

        /** Answers whether this is the first page. */
        boolean moveTo(Page<JobHistoryError> page) {
            boolean first = cursor == null;
            cursor = page.nextCursor();
            return first;
        }
    }
}
