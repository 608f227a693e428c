/** Counter-based random numbers. */
@NullMarked
package org.caracal.backend.java.random;

import org.jspecify.annotations.NullMarked;
