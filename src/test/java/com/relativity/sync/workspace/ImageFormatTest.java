package com.relativity.sync.workspace;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ImageFormatTest {

    static Stream<Arguments> starts() {
        return Stream.of(
                arguments(ImageFormat.TIFF, "II*\0", "image/tiff"),
                arguments(ImageFormat.TIFF, "MM\0*", "image/tiff"),
                arguments(ImageFormat.TIFF, "II+\0", "image/tiff"),
                arguments(ImageFormat.TIFF, "MM\0+", "image/tiff"),
                arguments(ImageFormat.JPEG, "\u00FF\u00D8\u00FF", "image/jpeg"),
                arguments(ImageFormat.PNG, "\u0089PNG\r\n\u001A\n", "image/png"),
                arguments(ImageFormat.PDF, "%PDF-", "application/pdf"));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void aPage_isRecognisedByItsFirstBytes_andByNoFewer(ImageFormat format, String start, String mediaType) {
        var bytes = start.getBytes(ISO_8859_1);

        assertEquals(Optional.of(format), ImageFormat.of(bytes));
        assertEquals(Optional.of(format), ImageFormat.of(Arrays.copyOf(bytes, 100)));
        assertEquals(Optional.empty(), ImageFormat.of(Arrays.copyOf(bytes, bytes.length - 1)));
        assertTrue(bytes.length <= ImageFormat.FIRST_BYTES);
        assertEquals(mediaType, format.mediaType());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "I", "page.tif", " %PDF-1.7", "GIF89a..", "PK\u0003\u0004....", "MM*\0", "II\0*"})
    void whatIsNoPage_isNotRecognised(String bytes) {
        assertEquals(Optional.empty(), ImageFormat.of(bytes.getBytes(ISO_8859_1)));
    }
}
