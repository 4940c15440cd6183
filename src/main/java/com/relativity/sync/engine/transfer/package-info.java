/** What happens to a batch: values are sanitised, files copied, and all of it handed to the destination at once. */
package com.relativity.sync.engine.transfer;
