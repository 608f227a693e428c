/** Matrix products. */
@NullMarked
package org.caracal.backend.java.matmul;

import org.jspecify.annotations.NullMarked;
