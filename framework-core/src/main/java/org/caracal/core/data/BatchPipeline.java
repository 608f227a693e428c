package org.caracal.core.data;

import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caracal.CaracalException;
import org.caracal.PluginException;
import org.caracal.core.random.PhiloxStream;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a training run, read ahead on a thread of its own. Every epoch has an order of its
 * own, which depends on the seed and the epoch only: a run that begins at a later step gets the
 * same batches.
 *
 * <p>A few batches go round: the thread takes a free one, fills it and passes it on; {@link
 * #next()} hands it out and gives back the one before. {@link #await}, {@link #next()} and {@link
 * #close()} are called by one thread. The thread ends with the last batch, a failure, which {@link
 * #next()} throws, or close.
 */
public final class BatchPipeline implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(BatchPipeline.class.getName());
  private static final int FEWEST = 4;
  private static final int MOST = 64;

  /** Small batches may be many, as long as they need no more bytes than this in all. */
  private static final long BYTES = 1 << 20;

  private static final long LIMIT_MILLISECONDS = 2_000;

  private final BatchReader reader;
  private final int batchSize;
  private final boolean shuffle;
  private final long seed;
  private final long firstStep;
  private final int epochs;
  private final Ring<Batch> batches;
  private final Thread thread;
  private boolean handedOut;
  private volatile @Nullable CaracalException failure;
  private volatile boolean closed;

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
    var capacity = Math.min(batchSize, reader.size());
    var first = reader.allocate(capacity);
    var count = Math.max(FEWEST, Math.min(MOST, BYTES / Math.max(1, first.bytes())));
    batches =
        new Ring<>(
            Stream.concat(
                    Stream.of(first),
                    Stream.generate(() -> reader.allocate(capacity)).limit(count - 1))
                .toList());
    thread = new Thread(this::readAhead, "caracal-batches");
    thread.setDaemon(true);
    thread.start();
  }

  /** The number of batches in an epoch. */
  public static long stepsPerEpoch(int examples, int batchSize) {
    return ((long) examples + batchSize - 1) / batchSize;
  }

  /**
   * Waits for the next batch, or the failure in its place, but no longer than a limit: a source may
   * hang. The batch before is given back.
   *
   * @return whether {@link #next()} will not wait
   */
  public boolean await(long milliseconds) {
    if (handedOut) {
      batches.release();
      handedOut = false;
    }
    Thread.interrupted(); // means nothing to a run: see its package
    try {
      return batches.peek(milliseconds) != null || failure != null;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /**
   * The batch of the next step; valid until the next call.
   *
   * @throws org.caracal.CaracalException if the data cannot be read, in this and every later call
   */
  public Batch next() {
    while (!await(Long.MAX_VALUE)) {
      // wait on
    }
    var thrown = failure; // is set after the last batch was passed on
    var next = batches.peek();
    if (next != null) {
      handedOut = true;
      return next;
    }
    throw Objects.requireNonNull(thrown);
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
    } catch (CaracalException e) {
      failure = e;
    } catch (Throwable e) { // what is not passed on would let the run wait for ever
      failure = new PluginException("reading examples failed: " + e, e);
    } finally {
      batches.end();
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
    reader.read(order, from, Math.min(batchSize, order.length - from), batches.free());
    batches.pass();
  }

  /**
   * Ends the thread and waits for its end; if its source hangs, no longer than a limit. Idempotent.
   */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(LIMIT_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "the data source does not return; its thread is left to itself");
    }
  }
}
