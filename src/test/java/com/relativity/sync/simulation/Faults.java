package com.relativity.sync.simulation;

import java.util.Random;

/** What becomes of a message. Drawn from a seed, in the order in which messages are sent. */
final class Faults {

    /** The fate of a message and of its answer. */
    enum Fate {
        ARRIVES,
        /** Nothing happens where it was sent to; the sender is told so, or hears of a broken connection. */
        LOST_BEFORE,
        /** It has its effect; the sender hears of a broken connection. */
        LOST_AFTER
    }

    private static final int PER_MILLE = 1000;

    /** So a job takes some seconds, and what happens to processes meets jobs that run. */
    private static final int SOON_MILLIS = 60;

    private static final int LONGEST_DELAY_MILLIS = 90_000;

    private final VirtualTime time;
    private final Random random;
    private int lossesPerMille;
    private int delaysPerMille;
    private long lastArrivalMillis;

    /** @param intensity 0 to 3 */
    Faults(VirtualTime time, long seed, int intensity) {
        this.time = time;
        this.random = new Random(seed);
        this.lossesPerMille = new int[] {0, 5, 25, 80}[intensity];
        this.delaysPerMille = new int[] {0, 20, 60, 150}[intensity];
    }

    /** When the last message of all arrives that was sent so far. */
    long lastArrivalMillis() {
        return lastArrivalMillis;
    }

    /** From now on everything arrives, soon. */
    void end() {
        lossesPerMille = 0;
        delaysPerMille = 0;
    }

    Fate fate() {
        int drawn = random.nextInt(PER_MILLE);
        if (drawn < lossesPerMille) {
            return Fate.LOST_BEFORE;
        }
        return drawn < 2 * lossesPerMille ? Fate.LOST_AFTER : Fate.ARRIVES;
    }

    /** How long a message is on its way; now and then longer than anybody waits for it. */
    long delayMillis() {
        int drawn = random.nextInt(PER_MILLE);
        if (drawn >= delaysPerMille) {
            return random.nextInt(SOON_MILLIS);
        }
        int worst = drawn % 20;
        long delay = random.nextInt(worst == 0 ? LONGEST_DELAY_MILLIS : worst < 4 ? 15_000 : 400);
        lastArrivalMillis = Math.max(lastArrivalMillis, time.nowMillis() + delay);
        return delay;
    }

    /** What was sent by a process that has died or stands still meanwhile may be on its way for long. */
    void deliver(SimulatedProcess sender, Runnable arrival) {
        time.plan(null, delayMillis(), () -> {
            boolean silent = sender.isDead() || sender.standsStillUntil() > time.nowMillis();
            if (silent && delaysPerMille > 0 && random.nextBoolean()) {
                long delay = random.nextInt(LONGEST_DELAY_MILLIS);
                lastArrivalMillis = Math.max(lastArrivalMillis, time.nowMillis() + delay);
                time.plan(null, delay, arrival);
            } else {
                arrival.run();
            }
        });
    }

    int anyOf(int choices) {
        return random.nextInt(choices);
    }
}
