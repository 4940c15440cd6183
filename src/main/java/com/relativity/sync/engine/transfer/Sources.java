package com.relativity.sync.engine.transfer;

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

    /** Without a precedence, the originals, also where a production says which documents. */
    static ImageChoice images(ImageConfiguration configuration) {
        var precedence = configuration.productionImagePrecedence();
        return precedence.productionImagePrecedenceIds().isEmpty()
                ? ImageChoice.ORIGINALS
                : new ImageChoice(
                        precedence.productionImagePrecedenceIds(),
                        precedence.includeOriginalImagesIfNotFoundInProductions());
    }
}
