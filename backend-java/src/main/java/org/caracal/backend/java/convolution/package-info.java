/** Convolutions of any rank and their gradients. */
@NullMarked
package org.caracal.backend.java.convolution;

import org.jspecify.annotations.NullMarked;
