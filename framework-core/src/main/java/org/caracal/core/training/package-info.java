/**
 * Runs: from a job to trained variables, and back from checkpoints to predictors.
 *
 * <p>Concurrency. Each run has one thread, {@code caracal-run-ID}, which owns everything that is
 * trained: variables, plans, the backend session, meters. Nobody else touches them. A second
 * thread, of {@link org.caracal.core.data.BatchPipeline}, reads batches ahead. What others ask of a
 * run (pause, stop, another backend, a backend that comes or goes) only sets a field of {@link
 * org.caracal.core.training.RunControl} and wakes the thread, which looks between two steps; so
 * every method of a run may be called from anywhere, from an event handler on the run's own thread
 * too, and none of them waits. What others read of a run is volatile, in {@link
 * org.caracal.core.training.RunStatus}. The run's thread holds no lock while it publishes events,
 * uses plugins or opens backends; the only locks are leaves (RunControl, the list of leases), held
 * for a few instructions. A handler must not wait for the run's result: it would wait for itself.
 *
 * <p>Runs are never cancelled by interrupts, for Event Admin swallows them.
 */
@NullMarked
package org.caracal.core.training;

import org.jspecify.annotations.NullMarked;
