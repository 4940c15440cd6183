/** The steps of the pipeline, a class each. */
package com.relativity.sync.engine.step;
