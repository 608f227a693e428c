package org.caracal.backend.java.window;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;
import org.caracal.backend.java.reduction.Reductions;

/** The gradient of maxima of {@code float32} by the Vector API, for windows of any kind. */
final class VectorChannelMaxGradient extends ChannelMaxGradient {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final Trial TRIAL = Trial.of(2);

  VectorChannelMaxGradient(ChannelWindow window, Reductions maxima) {
    super(window, maxima);
  }

  @Override
  void give(float[] x, int run, float[] largest, float[] left, float[] result, int first) {
    var since = TRIAL.clock();
    if (TRIAL.grants(window.channels)) {
      var rest = first + S.loopBound(window.channels - first);
      giveByVectors(x, run, largest, left, result, first, rest);
      super.give(x, run, largest, left, result, rest);
      TRIAL.vectorsSince(since, window.channels);
    } else {
      super.give(x, run, largest, left, result, first);
      TRIAL.plainSince(since, window.channels);
    }
  }

  /** An element that takes nothing gets 0 added, which changes nothing. */
  private static void giveByVectors(
      float[] x, int run, float[] largest, float[] left, float[] result, int first, int end) {
    var none = FloatVector.zero(S);
    for (var i = first; i < end; i += L) {
      var element = fromArray(S, x, run + i);
      var takes = element.compare(EQ, fromArray(S, largest, i)).or(element.compare(NE, element));
      var given = fromArray(S, left, i);
      fromArray(S, result, run + i).add(none.blend(given, takes)).intoArray(result, run + i);
      given.blend(none, takes).intoArray(left, i);
    }
  }
}
