package com.relativity.sync.validation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.ImageConfiguration.DataSourceType;
import com.relativity.sync.job.ImageConfiguration.DestinationLocationType;
import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.job.SyncConfiguration;

/**
 * What a configuration names in the two workspaces; null where it names nothing of the kind.
 *
 * @param documents whether items are documents; otherwise they are of the types that are named
 * @param productionIds in the source: the one that documents come from, then those that pages come from
 * @param productionSetId in the destination: where pages go
 */
record Named(
        boolean documents,
        Long sourceTypeId,
        Long savedSearchId,
        Long viewId,
        Set<Long> productionIds,
        Long destinationTypeId,
        Long folderId,
        Long productionSetId) {

    static Named by(SyncConfiguration configuration) {
        if (configuration instanceof DocumentConfiguration document) {
            return document(document.documentOptions());
        }
        if (configuration instanceof ImageConfiguration image) {
            return image(image.imageOptions(), image.productionImagePrecedence().productionImagePrecedenceIds());
        }
        return other(((NonDocumentConfiguration) configuration).nonDocumentOptions());
    }

    private static Named document(DocumentConfiguration.DocumentOptions options) {
        return options == null
                ? documents(null, Set.of(), null, null)
                : documents(options.savedSearchId(), Set.of(), options.destinationFolderId(), null);
    }

    private static Named image(ImageConfiguration.ImageOptions options, List<Long> precedence) {
        boolean ofProduction = options != null && options.dataSourceType() == DataSourceType.Production;
        var productionIds = new LinkedHashSet<Long>();
        if (ofProduction) {
            productionIds.add(options.dataSourceId());
        }
        productionIds.addAll(precedence);
        productionIds.removeIf(Objects::isNull);
        if (options == null) {
            return documents(null, productionIds, null, null);
        }
        boolean intoFolder = options.destinationLocationType() == DestinationLocationType.Folder;
        return documents(
                ofProduction ? null : options.dataSourceId(),
                productionIds,
                intoFolder ? options.destinationLocationId() : null,
                intoFolder ? null : options.destinationLocationId());
    }

    private static Named documents(Long savedSearchId, Set<Long> productionIds, Long folderId, Long productionSetId) {
        return new Named(true, null, savedSearchId, null, productionIds, null, folderId, productionSetId);
    }

    private static Named other(NonDocumentConfiguration.NonDocumentOptions options) {
        return options == null
                ? new Named(false, null, null, null, Set.of(), null, null, null)
                : new Named(
                        false,
                        options.rdoArtifactTypeId(),
                        null,
                        options.sourceViewId(),
                        Set.of(),
                        options.destinationRdoArtifactTypeId(),
                        null,
                        null);
    }
}
