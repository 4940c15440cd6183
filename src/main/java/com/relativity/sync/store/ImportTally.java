package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.store.ImportResult.LineError;
import com.relativity.sync.workspace.Field;

/** Counts what became of the lines, and keeps the first errors. */
final class ImportTally {

    private final int mostErrors;
    private final List<LineError> errors = new ArrayList<>();
    private long imported;
    private long updated;
    private long failed;

    ImportTally(int mostErrors) {
        this.mostErrors = mostErrors;
    }

    void add(ImportLines.Part part, ItemWriter.Written written) {
        imported += written.created();
        updated += written.updated();
        failed += part.errors().size() + written.errors().size();
        List<LineError> all = new ArrayList<>(part.errors());
        written.errors()
                .forEach(error -> all.add(
                        new LineError(part.lineOf().get(error.identifier()), error.identifier(), error.message())));
        all.sort(Comparator.comparingLong(LineError::line));
        errors.addAll(all.subList(0, Math.min(all.size(), mostErrors - errors.size())));
    }

    String soFar() {
        return imported + " imported, " + updated + " updated, " + failed + " failed";
    }

    /** For the client of an import that breaks off. */
    DependencyDown brokenOff(DependencyDown down) {
        return down.after("The import broke off: " + imported + " items were imported and " + updated + " updated, and "
                + failed + " lines refused until then; they stay. Import the file again, which overwrites them.");
    }

    ImportResult result(List<Field> fields) {
        return new ImportResult(imported, updated, failed, List.copyOf(errors), fields);
    }
}
