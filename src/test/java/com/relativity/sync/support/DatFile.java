package com.relativity.sync.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Concordance load file with the default delimiters. */
public final class DatFile {

    private static final String COLUMN = "\u0014";
    private static final String QUOTE = "\u00fe";

    private final List<List<String>> rows = new ArrayList<>();

    public static DatFile withColumns(String... names) {
        return new DatFile().row(names);
    }

    public DatFile row(String... values) {
        rows.add(List.of(values));
        return this;
    }

    public byte[] bytes() {
        return bytes(StandardCharsets.UTF_8);
    }

    public byte[] bytes(Charset charset) {
        var bytes = new ByteArrayOutputStream();
        for (List<String> row : rows) {
            String line = row.stream()
                    .map(value -> QUOTE + value.replace(QUOTE, QUOTE + QUOTE) + QUOTE)
                    .collect(Collectors.joining(COLUMN));
            bytes.writeBytes((line + "\r\n").getBytes(charset));
        }
        return bytes.toByteArray();
    }
}
