/** Attention, block by block, without the matrix of all weights. */
@NullMarked
package org.caracal.backend.java.attention;

import org.jspecify.annotations.NullMarked;
