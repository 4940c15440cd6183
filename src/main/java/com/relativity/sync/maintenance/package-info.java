/** What must happen although nobody asks for it. Every relay and agent looks after it; many of them side by side do no harm. */
package com.relativity.sync.maintenance;
