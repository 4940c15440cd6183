/**
 * The pipeline that runs a job: steps, batches, sanitising, overwriting. It knows workspaces only through the port, and neither HTTP, Kafka
 * nor SQL. A run can be taken up again at any point: every step first asks whether it has anything left to do.
 */
package com.relativity.sync.engine;
