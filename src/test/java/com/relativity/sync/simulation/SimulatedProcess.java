package com.relativity.sync.simulation;

/** A process: whatever it has planned is dropped when it dies, and waits while it stands still. */
final class SimulatedProcess {

    private final String name;
    private boolean dead;
    private long standsStillUntil;
    private long cutOffUntil;

    SimulatedProcess(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void die() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    void standStillUntil(long millis) {
        standsStillUntil = Math.max(standsStillUntil, millis);
    }

    long standsStillUntil() {
        return standsStillUntil;
    }

    /** Nothing gets through between it and the database. */
    void cutOffUntil(long millis) {
        cutOffUntil = Math.max(cutOffUntil, millis);
    }

    boolean isCutOff(long now) {
        return now < cutOffUntil;
    }

    /** Faults are over. */
    void recover() {
        standsStillUntil = 0;
        cutOffUntil = 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
