package com.relativity.sync.simulation;

import java.util.List;

/**
 * What happens to the world, all of it: the same story always goes the same way.
 *
 * @param seed decides over the fate of each message
 * @param intensity of the faults, from 0 (none but those that are told) to 3
 */
record Story(long seed, int intensity, List<Happening> happenings) {

    enum Kind {
        SUBMIT,
        SUBMIT_THE_SAME_AGAIN,
        CANCEL,
        CANCEL_TWICE_AT_ONCE,
        KILL_AGENT,
        STOP_AGENT,
        PAUSE_AGENT,
        CUT_AGENT_OFF,
        KILL_RELAY,
        STOP_RELAY,
        PAUSE_RELAY,
        DATABASE_AWAY,
        BROKER_AWAY,
        WORKSPACES_AWAY
    }

    /**
     * @param afterMillis since the happening before
     * @param which of the agents, relays or jobs that there are, counted around
     * @param size number of items, or seconds
     */
    record Happening(int afterMillis, Kind kind, int which, int size) {

        @Override
        public String toString() {
            return "h(%d, %s, %d, %d)".formatted(afterMillis, kind, which, size);
        }
    }

    /** For examples. */
    static Happening h(int afterMillis, Kind kind, int which, int size) {
        return new Happening(afterMillis, kind, which, size);
    }
}
