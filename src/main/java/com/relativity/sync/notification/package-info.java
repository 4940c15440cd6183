/**
 * Mail of jobs that have ended. What is to be sent is written with the end, each address is taken up by one process at a time, and what cannot be
 * sent is tried again; nothing of it changes a job's status.
 */
package com.relativity.sync.notification;
