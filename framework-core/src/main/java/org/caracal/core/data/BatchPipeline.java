package org.caracal.core.data;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import org.caracal.core.random.PhiloxStream;

/**
 * The batches of a training run, read ahead on a thread of its own. Every epoch has an order of its
 * own, which depends on the seed and the epoch only: a run that begins at a later step gets the
 * same batches.
 *
 * <p>A few batches go round: the thread takes a free one, fills it and passes it on; {@link
 * #next()} hands it out and gives back the one before. {@link #next()} and {@link #close()} are
 * called by one thread. The thread ends with the last batch, a failure, which {@link #next()}
 * throws, or close.
 */
public final class BatchPipeline implements AutoCloseable {
  private static final int BATCHES = 4;

  private final BatchReader reader;
  private final int batchSize;
  private final boolean shuffle;
  private final long seed;
  private final long firstStep;
  private final int epochs;
  private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<Filled> filled = new ArrayBlockingQueue<>(BATCHES + 1);
  private final Filled[] slots = new Filled[BATCHES];
  private final Thread thread;
  private Batch handedOut;
  private volatile boolean closed;

  /** A batch, or the failure that took its place. */
  private record Filled(Batch batch, RuntimeException failure) {}

  /**
   * Starts to read.
   *
   * @param shuffle whether each epoch has an order of its own
   * @param firstStep number of the first step, from 0
   * @param epochs number of epochs, counted from step 0
   */
  public BatchPipeline(
      BatchReader reader, int batchSize, boolean shuffle, long seed, long firstStep, int epochs) {
    this.reader = reader;
    this.batchSize = batchSize;
    this.shuffle = shuffle;
    this.seed = seed;
    this.firstStep = firstStep;
    this.epochs = epochs;
    for (var i = 0; i < BATCHES; i++) {
      var batch = reader.allocate(Math.min(batchSize, reader.size()));
      slots[i] = new Filled(batch, null);
      free.add(batch);
    }
    thread = new Thread(this::readAhead, "caracal-batches");
    thread.setDaemon(true);
    thread.start();
  }

  /** The number of batches in an epoch. */
  public static long stepsPerEpoch(int examples, int batchSize) {
    return (examples + batchSize - 1) / batchSize;
  }

  /**
   * The batch of the next step; valid until the next call.
   *
   * @throws org.caracal.DataException if the data cannot be read
   */
  public Batch next() {
    if (handedOut != null) {
      free.add(handedOut);
      handedOut = null;
    }
    var next = take();
    if (next.failure() != null) {
      filled.add(next); // so that a further call fails too
      throw next.failure();
    }
    handedOut = next.batch();
    return handedOut;
  }

  private Filled take() {
    try {
      return filled.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for data", e);
    }
  }

  private void readAhead() {
    try {
      var steps = stepsPerEpoch(reader.size(), batchSize);
      var order = IntStream.range(0, reader.size()).toArray();
      for (var epoch = firstStep / steps; epoch < epochs && !closed; epoch++) {
        arrange(order, epoch);
        for (var step = epoch == firstStep / steps ? firstStep % steps : 0;
            step < steps && !closed;
            step++) {
          fill(order, (int) step * batchSize);
        }
      }
    } catch (InterruptedException e) {
      // close() was called
    } catch (RuntimeException e) {
      filled.add(new Filled(null, e));
    }
  }

  private void arrange(int[] order, long epoch) {
    if (shuffle) {
      for (var i = 0; i < order.length; i++) {
        order[i] = i;
      }
      new PhiloxStream(seed, "shuffle/" + epoch).shuffle(order);
    }
  }

  private void fill(int[] order, int from) throws InterruptedException {
    var batch = free.take();
    reader.read(order, from, Math.min(batchSize, order.length - from), batch);
    for (var slot : slots) {
      if (slot.batch() == batch) {
        filled.put(slot);
      }
    }
  }

  /** Ends the thread and waits for its end. Idempotent. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
