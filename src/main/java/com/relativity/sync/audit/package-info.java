/**
 * The audit trail: who asked for what, when, from where, and what became of it. A line about something that was accepted commits with it; one
 * about a refusal is written before the answer. Lines are only added (G16); those of before {@code sync.audit.retention} go.
 */
package com.relativity.sync.audit;
