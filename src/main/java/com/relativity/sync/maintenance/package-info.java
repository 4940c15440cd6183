/** What must happen although nobody asks for it. Every process looks after it; doing it on many at once does no harm. */
package com.relativity.sync.maintenance;
