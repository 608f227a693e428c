/** Discrete Fourier transforms. */
@NullMarked
package org.caracal.backend.java.spectral;

import org.jspecify.annotations.NullMarked;
