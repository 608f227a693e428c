/**
 * Which backends there are, which one a run uses, and how one leaves without pulling the ground
 * from under a step.
 *
 * <p>Concurrency. Whoever computes with a backend holds a {@link
 * org.caracal.core.backend.BackendLease}, opened and closed on its own thread. A backend that
 * arrives is added at once and never waits. A backend that leaves is taken off the list, its leases
 * are marked, the listeners are told (their threads come to the end of their step and move), and
 * then the leaving thread waits until the leases are given back: at most for a limit, and not at
 * all for leases of its own thread, for it may be the training thread itself on which an event
 * handler stops the bundle. No lock is held while waiting or telling, so there is no order of locks
 * to obey. When the limit passes, the bundle goes on stopping: sessions outlive their component by
 * contract.
 */
@NullMarked
package org.caracal.core.backend;

import org.jspecify.annotations.NullMarked;
