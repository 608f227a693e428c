package org.caracal.backend.java.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.JavaBackend;
import org.caracal.graph.Operation;
import org.caracal.graph.WindowArgMax;
import org.caracal.graph.WindowGeometry;
import org.caracal.graph.WindowMax;
import org.junit.jupiter.api.Test;

/** Ties, zeros of both signs, infinities, and what is not a number. */
class SpecialValuesTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private static final float[] PLANES = {
    3, 3, 1, 2, -0f, 0, 3, 3, 2, 1, 0, -0f, 1, NAN, -INF, -INF, INF, 1, NAN, 5, -INF, -INF, INF, INF
  };

  private static final WindowGeometry TWO_BY_TWO =
      new WindowGeometry(List.of(2, 2), List.of(2, 2), List.of(0, 0), List.of(0, 0), List.of(1, 1));

  private static Object run(Operation operation, Object result) {
    var input = new TensorType(DType.FLOAT32, Shape.of(2, 2, 6));
    var request = new SingleOperation(operation, List.of(input));
    try (var session = new JavaBackend().open(new Execution(1))) {
      var kernel = ((Compilation.Compiled) session.compile(request)).kernel();
      var from = session.allocate(DType.FLOAT32, PLANES.length);
      from.write(PLANES);
      var to = session.allocate(request.output().dtype(), request.output().shape().size());
      kernel.run(new Buffer[] {from}, new Buffer[] {to});
      to.read(result);
      return result;
    }
  }

  @Test
  void theLargestIsNotANumberIfOneIs() {
    assertArrayEquals(
        new float[] {3, 2, 0, NAN, -INF, INF},
        (float[]) run(new WindowMax(TWO_BY_TWO), new float[6]));
  }

  @Test
  void theFirstOfEqualElementsIsTheLargest() {
    assertArrayEquals(
        new int[] {0, 3, 4, 1, 2, 4}, (int[]) run(new WindowArgMax(TWO_BY_TWO), new int[6]));
  }
}
