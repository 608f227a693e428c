/**
 * What the steps of a run spend their time on: kernels are timed where they are called, and what
 * they do at least is counted from what was asked for.
 */
@NullMarked
package org.caracal.core.profile;

import org.jspecify.annotations.NullMarked;
