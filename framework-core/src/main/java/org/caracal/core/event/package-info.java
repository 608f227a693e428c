/**
 * How training tells what it does: through Event Admin to ordinary handlers, and directly to
 * whiteboard listeners.
 *
 * <p>Concurrency. Services come and go on any thread and change nothing but copy-on-write state.
 * Events are delivered on the thread that publishes them, the training thread as a rule, which
 * holds no lock of ours while it does; a listener may therefore call any method of a run. One
 * thread, {@code caracal-listeners}, watches how long deliveries take; it runs only while there is
 * an open {@link org.caracal.core.event.EventChannel}. It never interrupts anybody: it only
 * reports.
 */
@NullMarked
package org.caracal.core.event;

import org.jspecify.annotations.NullMarked;
