package com.relativity.sync.workspace;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

class ImageFormatTest {

    @ParameterizedTest
    @CsvSource({
        "TIFF, II*\0, image/tiff",
        "TIFF, MM\0*, image/tiff",
        "TIFF, II+\0, image/tiff",
        "TIFF, MM\0+, image/tiff",
        "JPEG, \u00FF\u00D8\u00FF, image/jpeg",
        "PNG, '\u0089PNG\r\n\u001A\n', image/png",
        "PDF, %PDF-, application/pdf"
    })
    void aPage_isRecognisedByItsFirstBytes_andByNoFewer(ImageFormat format, String start, String mediaType) {
        var bytes = start.getBytes(ISO_8859_1);

        assertThat(ImageFormat.of(bytes)).contains(format);
        assertThat(ImageFormat.of(Arrays.copyOf(bytes, 100))).contains(format);
        assertThat(ImageFormat.of(Arrays.copyOf(bytes, bytes.length - 1))).isEmpty();
        assertThat(bytes).hasSizeLessThanOrEqualTo(ImageFormat.FIRST_BYTES);
        assertThat(format.mediaType()).isEqualTo(mediaType);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "I", "From: someone", " %PDF-1.7", "GIF89a..", "PK\u0003\u0004....", "MM*\0", "II\0*"})
    void whatIsNoPage_isNotRecognised(String bytes) {
        assertThat(ImageFormat.of(bytes.getBytes(ISO_8859_1))).isEmpty();
    }

    @Test
    void aName_saysNothing() {
        assertThat(ImageFormat.of("page.tif".getBytes(ISO_8859_1))).isEmpty();
    }
}
