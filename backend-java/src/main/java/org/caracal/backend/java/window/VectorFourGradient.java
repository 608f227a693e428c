package org.caracal.backend.java.window;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;
import org.caracal.backend.java.reduction.FloatReductions;
import org.caracal.graph.Reduce;

/**
 * The gradient of maxima of {@code float32} by the Vector API, for windows of four runs that no
 * other window has, as are those of two by two which stand side by side: all is read and written
 * once.
 */
final class VectorFourGradient extends ChannelMaxGradient {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final Trial TRIAL = Trial.of(4);

  VectorFourGradient(ChannelWindow window) {
    super(window, new FloatReductions(Reduce.Function.MAX));
  }

  /** Whether all windows are of this kind. */
  static boolean fits(ChannelWindow window) {
    return !window.overlaps && window.fewest == 4 && window.most == 4 && window.channels >= L;
  }

  @Override
  void give(int position, Object x, int from, Object gradient, int at, Object result) {
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
          (float[]) gradient,
          at,
          (float[]) result,
          window.channels);
      TRIAL.vectorsSince(since, work);
    } else {
      super.give(position, x, from, gradient, at, result);
      TRIAL.plainSince(since, work);
    }
  }

  /**
   * From the last run to the first: an element takes the place of those after it if it is as large,
   * or not a number. A gradient of -0 becomes 0, as it does when it is added to 0.
   */
  private static void four(
      float[] x, int a, int b, int c, int d, float[] gradient, int at, float[] result, int n) {
    var none = FloatVector.zero(S);
    for (var step = 0; step < n; step += L) {
      var i = Math.min(step, n - L); // some twice, which changes nothing
      var best = fromArray(S, x, d + i);
      var next = fromArray(S, x, c + i);
      var third = next.compare(GE, best).or(next.compare(NE, next));
      best = best.blend(next, third);
      next = fromArray(S, x, b + i);
      var second = next.compare(GE, best).or(next.compare(NE, next));
      best = best.blend(next, second);
      next = fromArray(S, x, a + i);
      var first = next.compare(GE, best).or(next.compare(NE, next));
      var left = fromArray(S, gradient, at + i).add(none);
      none.blend(left, first).intoArray(result, a + i);
      left = left.blend(none, first);
      none.blend(left, second).intoArray(result, b + i);
      left = left.blend(none, second);
      none.blend(left, third).intoArray(result, c + i);
      left.blend(none, third).intoArray(result, d + i);
    }
  }
}
