/** Operations that move elements without computing: transposes, slices, padding and their like. */
@NullMarked
package org.caracal.backend.java.movement;

import org.jspecify.annotations.NullMarked;
