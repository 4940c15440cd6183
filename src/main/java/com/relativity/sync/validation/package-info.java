/**
 * The rules a configuration keeps, the same at submission and at run time. Shape rules look at the configuration alone; workspace rules ask
 * the gateways, because fields, folders and searches change between submission and run. Every rule that can be decided is decided, so one
 * answer names every fault at once.
 */
package com.relativity.sync.validation;
