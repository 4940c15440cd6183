/**
 * What operators see of the service: metrics, traces, the fields of log lines, and which dependency is there. Records and tells; nothing that
 * happens to a job depends on it.
 */
package com.relativity.sync.telemetry;
