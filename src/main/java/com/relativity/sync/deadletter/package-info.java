/**
 * Records on the job-submitted topic that cannot be read: kept on a topic of their own with why and where from, listed for operators, and
 * sent again when these ask for it.
 */
package com.relativity.sync.deadletter;
