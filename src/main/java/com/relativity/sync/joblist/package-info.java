/**
 * The list of jobs and all its moves: add, claim, validate, cancel, hand back, end. A move is one statement that says in its {@code where} what
 * it may move, commits together with the event that tells of it, and answers with the job as it is now.
 */
package com.relativity.sync.joblist;
