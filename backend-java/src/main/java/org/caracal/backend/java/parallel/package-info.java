/** Threads and scratch memory of a session. */
@NullMarked
package org.caracal.backend.java.parallel;

import org.jspecify.annotations.NullMarked;
