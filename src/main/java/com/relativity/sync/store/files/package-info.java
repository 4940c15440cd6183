/**
 * Files of the embedded workspace store: the import root, which nothing that a client names can leave, and the file share, in which a
 * file's name is made of its content. Plain blocking code; callers bring a worker thread.
 */
package com.relativity.sync.store.files;
