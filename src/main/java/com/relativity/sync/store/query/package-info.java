/**
 * Conditions of saved searches and views: read from JSON with every fault at once, compiled to SQL in which names and values are
 * parameters only.
 */
package com.relativity.sync.store.query;
