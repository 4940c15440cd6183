/**
 * What can go wrong, one exception type a problem. A problem has a stable slug, an HTTP status, a detail that says what happened, to which
 * job or item, and what to do, and whether trying again helps. An item that cannot be taken is no problem but a value.
 */
package com.relativity.sync.problem;
