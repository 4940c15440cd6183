package com.relativity.sync.embedded.siege;

import java.util.Random;

/**
 * A fault to come.
 *
 * @param service number of the service that it befalls, where it befalls one
 * @param lastsMillis until it is mended
 * @param pauseMillis until the next fault, whether this one is mended by then or not
 */
record Fault(Kind kind, int service, int lastsMillis, int pauseMillis) {

    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 5000;
    private static final int SHORTEST_PAUSE_MILLIS = 500;
    private static final int LONGEST_PAUSE_MILLIS = 2000;
    /** Of a hundred: the next one comes at the same moment. */
    private static final int AT_ONCE = 15;

    /** What can go wrong, with how often of all. */
    enum Kind {
        KILL_SERVICE(16),
        STOP_SERVICE(10),
        PAUSE_SERVICE(16),
        RESET_DATABASE_LINK(12),
        SILENCE_DATABASE_LINK(12),
        RESET_KAFKA_LINK(7),
        SILENCE_KAFKA_LINK(7),
        TERMINATE_SESSIONS(8),
        KILL_DATABASE(4),
        PAUSE_DATABASE(3),
        KILL_BROKER(3),
        PAUSE_BROKER(2);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        private static Kind random(Random random) {
            int all = 0;
            for (Kind kind : values()) {
                all += kind.weight;
            }
            int left = random.nextInt(all);
            for (Kind kind : values()) {
                left -= kind.weight;
                if (left < 0) {
                    return kind;
                }
            }
            throw new IllegalStateException("The weights do not add up");
        }
    }

    static Fault random(Random random, int services) {
        var kind = Kind.random(random);
        int service = random.nextInt(services);
        int lasts = between(random, SHORTEST_MILLIS, LONGEST_MILLIS);
        int pause = between(random, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        return new Fault(kind, service, lasts, random.nextInt(100) < AT_ONCE ? 0 : pause);
    }

    private static int between(Random random, int least, int most) {
        return least + random.nextInt(most - least);
    }
}
