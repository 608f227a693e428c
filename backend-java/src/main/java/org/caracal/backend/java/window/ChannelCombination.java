package org.caracal.backend.java.window;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.reduction.Reductions;

/**
 * Sums or maxima over the windows of images whose channels stand last; threads share the positions.
 */
class ChannelCombination implements Kernel {
  final ChannelWindow window;
  private final Reductions function;
  private final double identity;
  private final ThreadPool pool;
  private final Partition positions;
  private final ThreadPool.Task task = this::chunk;

  private Object x = new Object();
  private Object result = new Object();

  /**
   * A combination.
   *
   * @param function how runs are combined
   * @param identity with what they begin
   * @param count the number of images
   */
  ChannelCombination(
      ChannelWindow window,
      Reductions function,
      double identity,
      int count,
      double nanos,
      ThreadPool pool) {
    this.window = window;
    this.function = function;
    this.identity = identity;
    this.pool = pool;
    this.positions = Partition.of(pool, count * window.positions, nanos);
  }

  @Override
  public final void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
    result = ((HeapBuffer) outputs[0]).array();
    pool.run(positions.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var at = positions.start(chunk); at < positions.end(chunk); at++) {
      var image = at / window.positions;
      var position = at - image * window.positions;
      var from = image * window.taps.inputSize;
      combine(position, x, from, result, at * window.channels);
    }
  }

  /** Combines the runs of one position of an image. */
  void combine(int position, Object x, int from, Object to, int at) {
    window.combine(position, function, identity, x, from, to, at);
  }
}
