package com.relativity.sync.workspace;

import java.util.List;

/**
 * Which pages of a document are its images.
 *
 * @param productionIds the first of these productions that has pages of the document wins
 * @param originals whether a document that is in none of them has its original images instead
 */
public record ImageChoice(List<Long> productionIds, boolean originals) {

    public static final ImageChoice ORIGINALS = new ImageChoice(List.of(), true);
}
