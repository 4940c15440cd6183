package com.relativity.sync.roles;

/** What a process does; any set of them. Written as in {@code sync.roles}. */
enum Role {
    api,
    relay,
    agent
}
