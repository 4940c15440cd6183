/**
 * PostgreSQL and Kafka of our own, for the tests and for a laptop. This is a test source root: nothing of it, and nothing that it needs,
 * gets into the packaged program.
 */
package com.relativity.sync.embedded;
