/** From data sources to batches: splits, normalization, shuffling, prefetching. */
@NullMarked
package org.caracal.core.data;

import org.jspecify.annotations.NullMarked;
