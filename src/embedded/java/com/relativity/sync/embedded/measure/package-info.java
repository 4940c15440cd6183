/**
 * Figures about the service, taken on this machine by one command. Where speed is claimed, the reference is measured in the same run, so that
 * the ratio holds on other machines, and on a busy one.
 */
package com.relativity.sync.embedded.measure;
