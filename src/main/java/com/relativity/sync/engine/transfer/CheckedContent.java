package com.relativity.sync.engine.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.ImageFormat;

/**
 * The bytes of a file that is refused by how it begins. Opening fails with {@link Refused}; otherwise every byte is there, and none is read
 * twice.
 *
 * @param mustBeImage whether only a file of an {@link ImageFormat} is taken
 */
record CheckedContent(FileContent content, boolean mustBeImage) implements FileContent {

    /** What scanners are tested with. In two parts, so that no scanner takes this class for it. */
    private static final byte[] EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
            .getBytes(StandardCharsets.US_ASCII);

    @Override
    public InputStream open() throws IOException {
        InputStream opened = content.open();
        try {
            byte[] start = opened.readNBytes(Math.max(EICAR.length, ImageFormat.FIRST_BYTES));
            check(start);
            return new SequenceInputStream(new ByteArrayInputStream(start), opened);
        } catch (IOException | RuntimeException refused) {
            opened.close();
            throw refused;
        }
    }

    private void check(byte[] start) throws Refused {
        if (start.length >= EICAR.length && Arrays.equals(start, 0, EICAR.length, EICAR, 0, EICAR.length)) {
            throw new Refused("was recognised as malware: it begins with the EICAR test signature; remove it from the"
                    + " source, or leave the item out");
        }
        if (mustBeImage && ImageFormat.of(start).isEmpty()) {
            throw new Refused("is not an image by its bytes (TIFF, JPEG, PNG or PDF); replace it in the source and"
                    + " retry the errors");
        }
    }

    /** What is wrong with the file, to be read after its name. */
    static final class Refused extends IOException {
        Refused(String message) {
            super(message);
        }
    }
}
