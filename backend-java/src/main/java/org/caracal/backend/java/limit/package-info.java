/** What the threads of a session can do at most on this machine. */
@NullMarked
package org.caracal.backend.java.limit;

import org.jspecify.annotations.NullMarked;
