/**
 * The one place that opens a transaction, and the words of paged SQL. Failures of the connection come out as
 * {@link com.relativity.sync.problem.DependencyDown}; everything else a statement says comes out as it is.
 */
package com.relativity.sync.sql;
