package com.relativity.sync.store;

import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NameSetTest {

    @Test
    void whatWasAddedIsHeld_byItsFirstDigitsToo_andLittleElse() throws Exception {
        var names = new NameSet(13_400, 42);
        for (int i = 0; i < 8000; i++) {
            names.add(name(i).substring(0, i % 2 == 0 ? 64 : 16));
        }

        int taken = 0;
        for (int i = 0; i < 8000; i++) {
            assertTrue(names.mayHold(name(i)));
            taken += names.mayHold(name(-1 - i)) ? 1 : 0;
        }
        assertTrue(taken < 80, () -> "false ones of 8000");
    }

    @Test
    void eachSetErrsOnOthers() throws Exception {
        var one = new NameSet(2_000, 1);
        var other = new NameSet(2_000, 2);
        for (int i = 0; i < 8000; i++) {
            one.add(name(i));
            other.add(name(i));
        }

        int differ = 0;
        for (int i = 0; i < 1000; i++) {
            differ += one.mayHold(name(-1 - i)) != other.mayHold(name(-1 - i)) ? 1 : 0;
        }
        assertTrue(differ > 100);
    }

    @Test
    void whatIsNoHashIsLeftOut() throws Exception {
        var names = new NameSet(100, 1);

        names.add("no hash");
        names.add("");

        assertFalse(names.mayHold(name(1)));
    }

    private static String name(int of) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(Integer.toString(of).getBytes()));
    }
}
