/** Reductions, running sums and softmax. */
@NullMarked
package org.caracal.backend.java.reduction;

import org.jspecify.annotations.NullMarked;
