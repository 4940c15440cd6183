package com.relativity.sync.engine.transfer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.relativity.sync.job.FieldsOverlayBehavior;
import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.job.OverwriteOptions;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.OverlayBehavior;
import com.relativity.sync.workspace.WriteMode;

import static org.junit.jupiter.api.Assertions.assertEquals;

class OverwriteDecisionTest {

    @ParameterizedTest
    @CsvSource({"AppendOnly,CREATE", "OverlayOnly,UPDATE", "AppendOverlay,CREATE_OR_UPDATE"})
    void theModeSaysWhatIsWritten(OverwriteMode mode, WriteMode write) {
        assertEquals(write, OverwriteDecision.mode(mode));
    }

    @ParameterizedTest
    @CsvSource({
        "MergeValues,      MultipleChoice, ReplaceValues, true",
        "ReplaceValues,    MultipleChoice, MergeValues,   false",
        "UseFieldSettings, MultipleObject, MergeValues,   true",
        "UseFieldSettings, MultipleObject, ReplaceValues, false",
        "MergeValues,      SingleChoice,   MergeValues,   false",
        "MergeValues,      LongText,       MergeValues,   false"
    })
    @Rule("4.update.merge")
    @Rule("4.update.replace")
    @Rule("4.update.field-settings")
    @Rule("4.update.other-fields")
    void onlyFieldsWithSeveralValuesMerge_byRequestOrByTheirOwnSetting(
            FieldsOverlayBehavior asked, FieldType type, OverlayBehavior setting, boolean merges) {
        var field = new Field(1, 1, "Tags", type, false, setting, null, null);

        assertEquals(merges, OverwriteDecision.merges(new OverwriteOptions(OverwriteMode.AppendOverlay, asked), field));
    }
}
