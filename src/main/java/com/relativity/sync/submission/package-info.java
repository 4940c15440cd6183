/** From a request to an accepted job: every fault in one answer, the same submission twice is one job. */
package com.relativity.sync.submission;
