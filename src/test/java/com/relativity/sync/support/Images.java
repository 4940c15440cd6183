package com.relativity.sync.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Files that are images by their first bytes, and different by their content. */
public final class Images {

    private Images() {}

    public static byte[] tiff(String content) {
        return bytes("II*\0", content);
    }

    public static byte[] jpeg(String content) {
        return bytes("\u00FF\u00D8\u00FF\u00E0", content);
    }

    public static byte[] png(String content) {
        return bytes("\u0089PNG\r\n\u001A\n", content);
    }

    public static byte[] pdf(String content) {
        return bytes("%PDF-1.7\n", content);
    }

    private static byte[] bytes(String start, String content) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(start.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(content.getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
