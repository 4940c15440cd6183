package com.relativity.sync.workspace;

import java.util.Optional;

/** What a page's file can be, told by its first bytes; its name says nothing. */
public enum ImageFormat {
    TIFF("image/tiff"),
    JPEG("image/jpeg"),
    PNG("image/png"),
    PDF("application/pdf");

    /** So many first bytes of a file are enough to tell. */
    public static final int FIRST_BYTES = 8;

    private final String mediaType;

    ImageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Empty for a file that is none of these; {@code firstBytes} may be more than are needed, and fewer where the file is shorter. */
    public static Optional<ImageFormat> of(byte[] firstBytes) {
        if (starts(firstBytes, 'I', 'I', 42, 0)
                || starts(firstBytes, 'M', 'M', 0, 42)
                || starts(firstBytes, 'I', 'I', 43, 0)
                || starts(firstBytes, 'M', 'M', 0, 43)) {
            return Optional.of(TIFF);
        }
        if (starts(firstBytes, 0xFF, 0xD8, 0xFF)) {
            return Optional.of(JPEG);
        }
        if (starts(firstBytes, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return Optional.of(PNG);
        }
        return starts(firstBytes, '%', 'P', 'D', 'F', '-') ? Optional.of(PDF) : Optional.empty();
    }

    public String mediaType() {
        return mediaType;
    }

    private static boolean starts(byte[] bytes, int... start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int at = 0; at < start.length; at++) {
            if ((bytes[at] & 0xFF) != start[at]) {
                return false;
            }
        }
        return true;
    }
}
