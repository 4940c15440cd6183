package com.relativity.sync.engine.transfer;

import java.util.List;

import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.ImageConfiguration.DataSourceType;
import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.workspace.DataSource;
import com.relativity.sync.workspace.ImageChoice;

/** Where a configuration takes its items from. */
public final class Sources {

    private Sources() {}

    public static DataSource of(SyncConfiguration configuration) {
        if (configuration instanceof DocumentConfiguration document) {
            return new DataSource.SavedSearchDocuments(
                    document.documentOptions().savedSearchId());
        }
        if (configuration instanceof ImageConfiguration image) {
            long sourceId = image.imageOptions().dataSourceId();
            return image.imageOptions().dataSourceType() == DataSourceType.Production
                    ? new DataSource.ProductionImages(sourceId, images(image))
                    : new DataSource.SavedSearchImages(sourceId, images(image));
        }
        return new DataSource.ViewObjects(
                ((NonDocumentConfiguration) configuration).nonDocumentOptions().sourceViewId());
    }

    /** Without a precedence, the pages of the production that the documents come from, otherwise the originals. */
    static ImageChoice images(ImageConfiguration configuration) {
        var precedence = configuration.productionImagePrecedence();
        if (!precedence.productionImagePrecedenceIds().isEmpty()) {
            return new ImageChoice(
                    precedence.productionImagePrecedenceIds(),
                    precedence.includeOriginalImagesIfNotFoundInProductions());
        }
        var options = configuration.imageOptions();
        return options.dataSourceType() == DataSourceType.Production
                ? new ImageChoice(List.of(options.dataSourceId()), false)
                : ImageChoice.ORIGINALS;
    }
}
