package com.relativity.sync.joblist;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.support.Rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WorkloadThresholdsTest {

    private static final String DEFAULT = "One=1,S=2,M=4,L=8,XL=24,XXL=32";

    @ParameterizedTest
    @CsvSource({"0,None", "1,One", "2,S", "3,S", "4,M", "7,M", "8,L", "23,L", "24,XL", "31,XL", "32,XXL", "1000000,XXL"
    })
    @Rule("8.none")
    @Rule("8.one")
    @Rule("8.s")
    @Rule("8.m")
    @Rule("8.l")
    @Rule("8.xl")
    @Rule("8.xxl")
    void aSizeIsToldFromItsThresholdOn(long jobs, String size) {
        assertEquals(size, WorkloadThresholds.parse(DEFAULT).sizeOf(jobs));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "One=1",
                "One=1,S=2,M=4,L=8,XL=24,XXL=24",
                "One=1,S=5,M=4,L=8,XL=24,XXL=32",
                "One=0,S=2,M=4,L=8,XL=24,XXL=32",
                "One=1,S=2,M=4,L=8,XL=24,XXL=many",
                "S=2,One=1,M=4,L=8,XL=24,XXL=32"
            })
    void whatIsNotSixRisingSizesIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> WorkloadThresholds.parse(text));
    }

    @Test
    void aRefusalShowsHowItIsWritten() {
        var refused = assertThrows(IllegalArgumentException.class, () -> WorkloadThresholds.parse("S"));

        assertTrue(refused.getMessage().contains(DEFAULT));
    }
}
