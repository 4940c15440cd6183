package com.relativity.sync.api;

/** Bodies of submissions, for OpenAPI; a test reads each as what it is an example of. */
final class SubmissionExamples {

    private static final String IDENTIFIER = """
                {
                  "sourceField": {"displayName": "Control Number", "fieldIdentifier": 1010, "isIdentifier": true},
                  "destinationField": {"displayName": "Control Number", "fieldIdentifier": 2010, "isIdentifier": true},
                  "fieldMapType": "Identifier"
                }
            """;

    static final String DOCUMENT = """
            {
              "correlationId": "3f2c6f5e-8f0e-4a53-9a39-0c6f7f3f9d11",
              "jobName": "Weekly push",
              "destinationWorkspaceId": 1002,
              "fieldsMapping": [
            """ + IDENTIFIER + """
              ],
              "overwriteOptions": {"overwriteMode": "AppendOverlay", "fieldsOverlayBehavior": "UseFieldSettings"},
              "documentOptions": {
                "savedSearchId": 1100, "destinationFolderId": 2001, "copyNativesMode": "CopyFiles", "enableTagging": true
              },
              "folderStructure": {"behavior": "RetainSourceWorkspaceStructure"},
              "emailNotifications": {"emails": ["lit-support@firm.example"]},
              "labels": {"matter": "M-17"}
            }""";

    static final String RETRY = """
            {
              "correlationId": "8d5b1f0e-6f0b-4c1b-8a55-1f6a2b7c9e02",
              "jobName": "Weekly push, what was left",
              "destinationWorkspaceId": 1002,
              "fieldsMapping": [
            """ + IDENTIFIER + """
              ],
              "overwriteOptions": {"overwriteMode": "AppendOverlay"},
              "documentOptions": {"savedSearchId": 1100, "destinationFolderId": 2001, "copyNativesMode": "CopyFiles"},
              "retryOptions": {"jobToRetry": 17}
            }""";

    static final String IMAGE = """
            {
              "correlationId": "5a0c2a7e-6f6c-4f51-a2b9-9d1f5f0f3c42",
              "jobName": "Images for review",
              "destinationWorkspaceId": 1002,
              "fieldsMapping": [
            """ + IDENTIFIER + """
              ],
              "overwriteOptions": {"overwriteMode": "AppendOverlay"},
              "imageOptions": {
                "dataSourceType": "SavedSearch", "dataSourceId": 1100,
                "destinationLocationType": "Folder", "destinationLocationId": 2001,
                "copyImagesMode": "CopyFiles"
              },
              "productionImagePrecedence": {
                "productionImagePrecedenceIds": [1301, 1302], "includeOriginalImagesIfNotFoundInProductions": true
              }
            }""";

    static final String NON_DOCUMENT = """
            {
              "correlationId": "c7b4d1b2-0d6b-4a5e-93a3-2f1c5a7e8b90",
              "jobName": "Custodians",
              "destinationWorkspaceId": 1002,
              "fieldsMapping": [
                {
                  "sourceField": {"displayName": "Name", "fieldIdentifier": 1510, "isIdentifier": true},
                  "destinationField": {"displayName": "Name", "fieldIdentifier": 2510, "isIdentifier": true},
                  "fieldMapType": "Identifier"
                }
              ],
              "nonDocumentOptions": {"rdoArtifactTypeId": 1500, "destinationRdoArtifactTypeId": 2500, "sourceViewId": 1600}
            }""";

    private SubmissionExamples() {}
}
