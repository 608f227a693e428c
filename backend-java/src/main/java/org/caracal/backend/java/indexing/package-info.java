/** Operations that look elements up, add them at places, or order them. */
@NullMarked
package org.caracal.backend.java.indexing;

import org.jspecify.annotations.NullMarked;
