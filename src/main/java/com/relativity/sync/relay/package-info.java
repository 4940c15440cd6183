/**
 * Role relay: carries events from the outbox to their topics, each job's in order, and makes the topics. Forgets none: an event counts as
 * published when the broker has acknowledged it.
 */
package com.relativity.sync.relay;
