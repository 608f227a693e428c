/**
 * The judge for all backends: every primitive in naive loops and double precision, and what
 * compares others with it.
 */
@NullMarked
package org.caracal.core.reference;

import org.jspecify.annotations.NullMarked;
