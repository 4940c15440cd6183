package com.relativity.sync.workspace;

import java.util.List;
import java.util.Map;

/**
 * An item to be written, all its files stored already.
 *
 * @param values by destination field id, the identifier's among them; null empties the field; what is not named stays as it is
 * @param folderPath names of folders below the batch's folder, made where they are missing; empty: the batch's folder itself
 * @param nativeFile null leaves the native as it is
 */
public record ItemWrite(String identifier, Map<Long, Object> values, List<String> folderPath, NativeWrite nativeFile) {

    public record NativeWrite(String fileName, StoredFile file) {}
}
