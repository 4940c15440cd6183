/** Work that goes on for as long as the process: rounds, one at a time, woken or after a pause. The only room that subscribes besides {@code roles}. */
package com.relativity.sync.loop;
