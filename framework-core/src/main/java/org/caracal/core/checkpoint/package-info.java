/** Saved states of training: whole or not there at all. */
@NullMarked
package org.caracal.core.checkpoint;

import org.jspecify.annotations.NullMarked;
