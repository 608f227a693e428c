package org.caracal.backend.java.reduction;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Reduction;
import org.caracal.graph.Reduce;
import org.caracal.graph.Unary;

/**
 * Sums of the magnitudes of runs of {@code float32}, {@code |x1| + |x2| + ...}: 16 interleaved
 * partial sums, as in {@link FloatReductions}. What guards a training step asks for them, of
 * tensors that are larger than the cache and are read for nothing else.
 */
class FloatMagnitudes implements Reductions {
  private final FloatReductions sums = new FloatReductions(Reduce.Function.SUM);

  /** Whether a reduction sums up the magnitudes of some of its inputs and does nothing else. */
  static boolean areSummedUp(Reduction reduction) {
    var program = reduction.program();
    return reduction.stored() == 0
        && reduction.functions().stream().allMatch(Reduce.Function.SUM::equals)
        && program.results().stream().allMatch(result -> isMagnitude(program, result));
  }

  private static boolean isMagnitude(ElementwiseProgram program, int register) {
    var inputs = program.inputs();
    if (register < inputs.size()) {
      return false;
    }
    var step = program.steps().get(register - inputs.size());
    return step.operation() instanceof Unary unary
        && unary.function() == Unary.Function.ABS
        && step.operands().get(0) < inputs.size()
        && inputs
            .get(step.operands().get(0))
            .equals(new TensorType(DType.FLOAT32, program.shape()));
  }

  /** The numbers of the inputs whose magnitudes are the results of a program. */
  static int[] inputs(ElementwiseProgram program) {
    return program.results().stream()
        .map(result -> program.steps().get(result - program.inputs().size()))
        .mapToInt(step -> step.operands().get(0))
        .toArray();
  }

  @Override
  public final DType dtype() {
    return DType.FLOAT32;
  }

  @Override
  public final void run(Object x, int from, int n, Object result, int at, Object lanes) {
    var elements = (float[]) x;
    var partial = (float[]) lanes;
    var whole = n / LANES * LANES;
    Arrays.fill(partial, 0);
    add(elements, from, whole, partial);
    for (var i = whole; i < n; i++) {
      partial[i - whole] += Math.abs(elements[from + i]);
    }
    ((float[]) result)[at] = FloatReductions.sum(partial);
  }

  @Override
  public final void fold(Object accumulated, int at, Object x, int from, int n) {
    sums.fold(accumulated, at, x, from, n);
  }

  /** Adds the magnitudes of n elements, a multiple of the number of lanes, to partial sums. */
  void add(float[] x, int from, int n, float[] lanes) {
    for (var i = 0; i < n; i += LANES) {
      for (var lane = 0; lane < LANES; lane++) {
        lanes[lane] += Math.abs(x[from + i + lane]);
      }
    }
  }
}
