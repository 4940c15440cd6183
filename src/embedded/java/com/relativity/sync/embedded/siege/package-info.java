/**
 * The siege: PostgreSQL, a broker and several packaged services as processes of one supervisor, which kills, pauses and cuts off at random what
 * it has started while jobs are submitted, and checks from outside that every promise held.
 */
package com.relativity.sync.embedded.siege;
