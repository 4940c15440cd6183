package com.relativity.sync.workspace;

import java.util.List;

/**
 * Items to read, and what of them.
 *
 * @param itemIds at most a batch of them
 * @param fieldIds fields whose values are wanted
 * @param natives whether the native is wanted
 * @param images which images are wanted; null for none
 */
public record ItemSelection(List<Long> itemIds, List<Long> fieldIds, boolean natives, ImageChoice images) {}
