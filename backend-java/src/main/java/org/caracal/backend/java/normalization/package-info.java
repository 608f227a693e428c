/** Layer normalization and its gradients, row by row. */
@NullMarked
package org.caracal.backend.java.normalization;

import org.jspecify.annotations.NullMarked;
