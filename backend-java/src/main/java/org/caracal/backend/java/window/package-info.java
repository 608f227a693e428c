/** Sums and maxima over sliding windows. */
@NullMarked
package org.caracal.backend.java.window;

import org.jspecify.annotations.NullMarked;
