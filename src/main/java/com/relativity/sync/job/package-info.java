/**
 * The vocabulary of a run, in plain Java: jobs, their statuses and moves, configurations, progress, events. Knows no database, topic or
 * protocol, and imports no other room. Names and enum values are the contract's and appear unchanged in JSON and in the database.
 */
package com.relativity.sync.job;
