/**
 * Role api: the REST calls and event streams of clients. Every fault, also one of the framework, leaves through
 * {@link com.relativity.sync.api.ProblemMapper}.
 */
package com.relativity.sync.api;
