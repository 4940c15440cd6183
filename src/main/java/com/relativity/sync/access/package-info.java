/** Who calls, what they may do and see. */
package com.relativity.sync.access;
