package com.relativity.sync.workspace;

import java.util.List;
import java.util.Map;

/**
 * An item to be written, all its files stored already.
 *
 * @param sourceItemId its id in the source, for errors and source tags; null where there is no source
 * @param values by destination field id, the identifier's among them; null empties the field; what is not named stays as it is
 * @param folderPath names of folders below the batch's folder, made where they are missing; empty: the batch's folder itself
 * @param nativeFile null leaves the native as it is
 * @param images pages in order, which replace those that the item has in the batch's place for images; null leaves them as they are
 */
public record ItemWrite(
        Long sourceItemId,
        String identifier,
        Map<Long, Object> values,
        List<String> folderPath,
        FileWrite nativeFile,
        List<PageWrite> images) {

    public record FileWrite(String fileName, StoredFile file) {}

    /** @param identifier of the page; the Bates number in a production */
    public record PageWrite(String identifier, String fileName, StoredFile file) {}
}
