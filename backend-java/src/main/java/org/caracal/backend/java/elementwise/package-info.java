/** Blocked interpreter for fused chains of elementwise operations. */
@NullMarked
package org.caracal.backend.java.elementwise;

import org.jspecify.annotations.NullMarked;
