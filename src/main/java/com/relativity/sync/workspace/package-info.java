/**
 * The port: what any case database can do for a run, and its words. A gateway reads items of a source, and writes batches into a
 * destination so that a batch and its receipt commit together. The engine knows workspaces only through this room; a second gateway is a
 * room of its own beside {@code store}. Everything here answers without blocking, except {@link FileContent#open}.
 */
package com.relativity.sync.workspace;
