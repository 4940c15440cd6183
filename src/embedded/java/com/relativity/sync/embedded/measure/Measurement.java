package com.relativity.sync.embedded.measure;

/** Measures one thing and prints what came out. */
interface Measurement {

    void take(Report report) throws Exception;
}
