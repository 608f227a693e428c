/**
 * Work with what was trained. A predictor keeps a session of a backend between calls and the lease
 * on it only during a call, so that a backend may leave at any time; the next call moves on.
 */
@NullMarked
package org.caracal.core.prediction;

import org.jspecify.annotations.NullMarked;
