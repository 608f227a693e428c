package org.caracal.backend.java.window;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Trial;
import org.caracal.backend.java.reduction.FloatReductions;
import org.caracal.graph.Reduce;

/** Maxima of {@code float32} by the Vector API, for windows of four runs, as of two by two. */
final class VectorFourMax extends ChannelCombination {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final Trial TRIAL = Trial.of(1);

  VectorFourMax(ChannelWindow window, int count, double nanos, ThreadPool pool) {
    super(
        window,
        new FloatReductions(Reduce.Function.MAX),
        Double.NEGATIVE_INFINITY,
        count,
        nanos,
        pool);
  }

  /** Whether all windows are of this kind. */
  static boolean fits(ChannelWindow window) {
    return window.fewest == 4 && window.most == 4 && window.channels >= L;
  }

  @Override
  void combine(int position, Object x, int from, Object to, int at) {
    var work = 4.0 * window.channels;
    var since = TRIAL.clock();
    if (TRIAL.grants(work)) {
      var offsets = window.taps.offsets;
      var first = 4 * position;
      four(
          (float[]) x,
          from + offsets[first],
          from + offsets[first + 1],
          from + offsets[first + 2],
          from + offsets[first + 3],
          (float[]) to,
          at,
          window.channels);
      TRIAL.vectorsSince(since, work);
    } else {
      super.combine(position, x, from, to, at);
      TRIAL.plainSince(since, work);
    }
  }

  private static void four(float[] x, int a, int b, int c, int d, float[] to, int at, int n) {
    for (var step = 0; step < n; step += L) {
      var i = Math.min(step, n - L); // some twice, which changes nothing
      var left = fromArray(S, x, a + i).max(fromArray(S, x, b + i));
      var right = fromArray(S, x, c + i).max(fromArray(S, x, d + i));
      left.max(right).intoArray(to, at + i);
    }
  }
}
