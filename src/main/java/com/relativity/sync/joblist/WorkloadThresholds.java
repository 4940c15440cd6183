package com.relativity.sync.joblist;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** From which number of jobs which size of the workload is told. */
final class WorkloadThresholds {

    private static final List<String> SIZES = List.of("One", "S", "M", "L", "XL", "XXL");

    private final TreeMap<Long, String> sizes;

    private WorkloadThresholds(TreeMap<Long, String> sizes) {
        this.sizes = sizes;
    }

    /** Fails with {@link IllegalArgumentException} unless all sizes are there, each from a higher number than the one before, from 1 on. */
    static WorkloadThresholds parse(String text) {
        var sizes = new TreeMap<Long, String>();
        var names = Arrays.stream(text.split(",", -1))
                .map(entry -> entry.split("=", -1))
                .peek(entry -> {
                    if (entry.length != 2 || !entry[1].trim().matches("[1-9][0-9]{0,17}")) {
                        throw refused(text);
                    }
                    sizes.put(Long.parseLong(entry[1].trim()), entry[0].trim());
                })
                .map(entry -> entry[0].trim())
                .toList();
        if (!names.equals(SIZES) || !List.copyOf(sizes.values()).equals(SIZES)) {
            throw refused(text);
        }
        sizes.put(0L, "None");
        return new WorkloadThresholds(sizes);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("sync.workload.thresholds is '" + text
                + "'; it must name " + SIZES + " in this order, each with a higher number of jobs, such as"
                + " One=1,S=2,M=4,L=8,XL=24,XXL=32");
    }

    String sizeOf(long jobs) {
        return sizes.floorEntry(jobs).getValue();
    }
}
