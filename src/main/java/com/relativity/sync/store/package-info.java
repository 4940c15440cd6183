/**
 * The embedded workspace store behind the port {@code workspace}: case databases in PostgreSQL with their files in a directory, so that the
 * service runs whole without another system. Items are rows with their values as one JSON document keyed by field id; files, and texts too
 * long for a row, lie in the file share under names made of their content, always stored before the row that names them.
 *
 * <p>Writers of the same identifiers or folders meet in the order targets (an import's production among them), texts, folders, new items,
 * existing items, each sorted: they wait for one another and never deadlock. Pages of an item are written by whoever holds its row.
 */
package com.relativity.sync.store;
