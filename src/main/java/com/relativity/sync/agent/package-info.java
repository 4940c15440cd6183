/**
 * Role agent: slots that claim jobs from the list and run them, the heartbeat that keeps their lease, and the wishes that reach a running
 * job. A record on the job-submitted topic is a hint that wakes a slot; the row in the list decides who gets the job.
 */
package com.relativity.sync.agent;
