package org.caracal.core.training;

import org.caracal.PluginException;
import org.caracal.core.data.Batch;
import org.caracal.core.data.BatchPipeline;
import org.caracal.training.Job;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a run, from any step on. Never waits for long, so that the run can attend to
 * others while a data source dawdles. Confined to the thread of the run.
 */
final class BatchSupply implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;

  private final Job job;
  private final JobData data;
  private final long patienceNanos;
  private @Nullable BatchPipeline pipeline;

  /** The batch of the next step, if it was read but its step is not finished. */
  private @Nullable Batch pending;

  private long waitedMillis;

  /**
   * Creates a supply that reads nothing yet.
   *
   * @param patienceNanos how long to wait for one batch
   */
  BatchSupply(Job job, JobData data, long patienceNanos) {
    this.job = job;
    this.data = data;
    this.patienceNanos = patienceNanos;
  }

  /**
   * The batch of a step, the same one until it is done; null if it is not there yet.
   *
   * @param step the step, from 0; the one after the last, unless {@link #restart} was called
   * @throws PluginException if the data source does not return for too long
   */
  @Nullable Batch next(long step) {
    if (pipeline == null) {
      pipeline = data.batches(job, step);
    }
    if (pending == null) {
      if (pipeline.await(LOOK_MILLIS)) {
        waitedMillis = 0;
        pending = pipeline.next();
      } else {
        hasWaited(LOOK_MILLIS);
      }
    }
    return pending;
  }

  private void hasWaited(long milliseconds) {
    waitedMillis += milliseconds;
    if (waitedMillis * 1_000_000 > patienceNanos) {
      throw new PluginException(
          data.splits().train()
              + " has not returned examples for "
              + waitedMillis / 1000
              + " s: see what it waits for, and resume");
    }
  }

  /** The step of the batch is finished. */
  void done() {
    pending = null;
  }

  /** The next step is another one than that after the last. */
  void restart() {
    pending = null;
    waitedMillis = 0;
    if (pipeline != null) {
      pipeline.close();
      pipeline = null;
    }
  }

  @Override
  public void close() {
    restart();
  }
}
