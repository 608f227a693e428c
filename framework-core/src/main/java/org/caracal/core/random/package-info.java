/**
 * Counter-based random numbers: the same on every machine, after every resume, with any number of
 * threads.
 */
@NullMarked
package org.caracal.core.random;

import org.jspecify.annotations.NullMarked;
