/** Kernels in pure Java. */
@NullMarked
package org.caracal.backend.java;

import org.jspecify.annotations.NullMarked;
