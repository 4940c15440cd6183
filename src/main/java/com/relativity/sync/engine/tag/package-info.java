/**
 * Tags: objects that documents of both workspaces name, so that people see from where, by which job and to where a document went. Their types
 * and fields are found by their names and made where they are missing; doing so again changes nothing.
 */
package com.relativity.sync.engine.tag;
