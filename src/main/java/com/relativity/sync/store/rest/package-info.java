/** The embedded workspace store over HTTP, base {@code /api/workspaces/v1}: what comes in is checked here, faults all at once. */
package com.relativity.sync.store.rest;
