/** Starts what {@code sync.roles} names, and stops it in order. */
package com.relativity.sync.roles;
