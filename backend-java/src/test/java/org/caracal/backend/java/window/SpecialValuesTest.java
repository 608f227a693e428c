package org.caracal.backend.java.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;
import org.caracal.backend.java.parallel.Trials;
import org.caracal.graph.Operation;
import org.caracal.graph.WindowArgMax;
import org.caracal.graph.WindowGeometry;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    return run(Loops.best(), operation, input, PLANES, result);
  }

  private static Object run(
      Loops loops, Operation operation, TensorType input, float[] planes, Object result) {
    return run(loops, operation, List.of(input), List.of(planes), result);
  }

  private static Object run(
      Loops loops,
      Operation operation,
      List<TensorType> types,
      List<float[]> operands,
      Object result) {
    var request = new SingleOperation(operation, types);
    try (var session = new JavaSession(new Execution(1), loops)) {
      var kernel = ((Compilation.Compiled) session.compile(request)).kernel();
      var from = new Buffer[operands.size()];
      for (var i = 0; i < from.length; i++) {
        from[i] = session.allocate(DType.FLOAT32, operands.get(i).length);
        from[i].write(operands.get(i));
      }
      var to = session.allocate(request.output().dtype(), request.output().shape().size());
      to.write(filled(request.output()));
      kernel.run(from, new Buffer[] {to});
      to.read(result);
      return result;
    }
  }

  /** What stood in the memory of a result before. */
  private static Object filled(TensorType type) {
    var garbage = NdArray.zeros(type);
    for (var i = 0; i < garbage.size(); i++) {
      garbage.setDouble(i, 99);
    }
    return garbage.elements();
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

  /** Widths around those of vectors; few values, so that there are many ties. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6, 14, 15, 16, 17, 28, 31, 32, 46, 64, 67})
  void vectorsAndPlainLoopsAgreeToTheBit(int width) {
    Trials.letVectorsWin();
    var values = new float[] {0, -0f, 1, 2, NAN, -INF, INF, 2, 1, 1};
    var random = new SplittableRandom(width);
    var planes = new float[3 * 13 * width];
    for (var i = 0; i < planes.length; i++) {
      planes[i] = values[random.nextInt(values.length)];
    }
    var type = new TensorType(DType.FLOAT32, Shape.of(3, 13, width));
    for (var operation : List.of(new WindowMax(TWO_BY_TWO), new WindowArgMax(TWO_BY_TWO))) {
      var result = NdArray.zeros(operation.infer(List.of(type)));
      var plain = NdArray.zeros(result.type());
      run(Loops.best(), operation, type, planes, result.elements());
      run(Loops.scalar(), operation, type, planes, plain.elements());
      assertArrayEquals(plain.toDoubles(), result.toDoubles(), operation.toString());
      Trials.beginAnew();
      run(Loops.best(), operation, type, planes, result.elements());
      assertArrayEquals(plain.toDoubles(), result.toDoubles(), operation + " by both loops");
      Trials.letVectorsWin();
    }
  }

  @Test
  void theFirstOfEqualElementsGetsTheGradient() {
    var types =
        List.of(
            new TensorType(DType.FLOAT32, Shape.of(2, 2, 6)),
            new TensorType(DType.FLOAT32, Shape.of(2, 1, 3)));
    var gradients = new float[] {1, 2, 3, NAN, -0f, 6};
    var result = new float[24];
    var operation = new WindowMaxGradient(TWO_BY_TWO);
    run(Loops.best(), operation, types, List.of(PLANES, gradients), result);
    assertArrayEquals(
        new float[] {1, 0, 0, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, NAN, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0},
        result);
  }

  /** Heights, too, at which vectors of few columns have room behind the last row, or not. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6, 14, 15, 16, 17, 28, 31, 32, 46, 64, 67})
  void gradientsByVectorsAndPlainLoopsAgreeToTheBit(int width) {
    var values = new float[] {0, -0f, 1, 2, NAN, -INF, INF, 2, 1, 1};
    var random = new SplittableRandom(width);
    for (var height : List.of(2, 3, 8, 13, 28)) {
      Trials.letVectorsWin();
      var input = new TensorType(DType.FLOAT32, Shape.of(3, height, width));
      var output = new WindowMax(TWO_BY_TWO).infer(List.of(input));
      var operands = List.of(new float[input.shape().size()], new float[output.shape().size()]);
      for (var operand : operands) {
        for (var i = 0; i < operand.length; i++) {
          operand[i] = values[random.nextInt(values.length)];
        }
      }
      var types = List.of(input, output);
      var operation = new WindowMaxGradient(TWO_BY_TWO);
      var plain =
          run(Loops.scalar(), operation, types, operands, new float[operands.get(0).length]);
      var best = run(Loops.best(), operation, types, operands, new float[operands.get(0).length]);
      assertArrayEquals((float[]) plain, (float[]) best, "height " + height);
      Trials.beginAnew();
      best = run(Loops.best(), operation, types, operands, new float[operands.get(0).length]);
      assertArrayEquals((float[]) plain, (float[]) best, "by both loops, height " + height);
    }
  }
}
