/**
 * Load files, read as a stream: rows of text, and text into the values of a field's type. What cannot be read is told with the line and
 * the rule it breaks, and never guessed. Plain blocking code; callers bring a worker thread.
 */
package com.relativity.sync.store.loadfile;
