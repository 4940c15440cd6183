/**
 * The embedded workspace store behind the port {@code workspace}: case databases in PostgreSQL with their files in a directory, so that the
 * service runs whole without another system. Items are rows with their values as one JSON document keyed by field id; files, and texts too
 * long for a row, lie in the file share under names made of their content, always stored before the row that names them.
 *
 * <p>Writers of the same identifiers or folders meet in the order names kept, targets (before both, an import's production), texts, folders,
 * choices, new items, existing items, each sorted: they wait for one another and never deadlock. Why the order of items is enough, whatever a
 * batch names and whichever workspaces it spans:
 *
 * <ul>
 *   <li>Names kept: a shared lock for each object type whose objects the batch may write or name, in the order of ids. Only a rename waits for
 *       it, and a rename holds nothing then.
 *   <li>New items, those that the batch creates and the objects that it names and that are missing, in the destination or for tags in the
 *       source, are inserted by one statement in the order of object type and identifier. Object types have ids of their own across
 *       workspaces, so that is one order for all batches. Who waits there, waits for the same new item of another batch, and that batch holds
 *       no new item behind it unless it waits further on.
 *   <li>Existing items are locked when all new ones are in, in the same order: the batch's and the sources that get tags, first those whose
 *       type has the lower id. A row that another transaction has only just inserted is not seen, so nobody waits there for somebody who
 *       still inserts. Two runs in opposite directions lock the rows of both workspaces in the same order.
 * </ul>
 *
 * <p>Pages of an item are written by whoever holds its row. Users are made before, each statement a transaction of its own.
 */
package com.relativity.sync.store;
