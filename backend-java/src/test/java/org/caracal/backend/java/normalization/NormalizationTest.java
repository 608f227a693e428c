package org.caracal.backend.java.normalization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.caracal.core.reference.Evaluation;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.Composite;
import org.caracal.graph.LayerNormalization;
import org.caracal.graph.LayerNormalizationGradient;
import org.caracal.graph.LayerNormalizationSums;
import org.caracal.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels of layer normalization against their decompositions in double precision. */
class NormalizationTest {
  private static final double EPSILON = 1e-3;

  /** One element, tails of vectors and lanes, several pieces of rows. */
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 7", "64, 16", "65, 37", "700, 128", "2, 1000"})
  void agreesWithTheDecomposition(int rows, int features) {
    var x = random(1, 3, rows, features);
    var scale = random(2, 1, features);
    var gradient = random(3, 0, rows, features);
    check(new LayerNormalization(EPSILON), x, scale, random(4, 0, features));
    check(new LayerNormalizationGradient(EPSILON), x, scale, gradient);
    check(new LayerNormalizationSums(EPSILON), x, gradient);
  }

  @Test
  void declinesWhatItHasNoKernelFor() {
    try (var session = new JavaSession(new Execution(1), Loops.best())) {
      for (var type :
          List.of(new TensorType(DType.FLOAT64, Shape.of(2, 3)), TensorType.float32(0, 3))) {
        var features = type.withShape(Shape.of(3));
        var request =
            new SingleOperation(new LayerNormalization(EPSILON), List.of(type, features, features));
        assertInstanceOf(Compilation.Declined.class, session.compile(request));
      }
    }
  }

  private static NdArray random(long seed, double mean, int... extents) {
    var random = new Random(seed);
    var array = NdArray.zeros(TensorType.float32(extents));
    for (var i = 0; i < array.size(); i++) {
      array.setDouble(i, mean + random.nextGaussian());
    }
    return array;
  }

  private static void check(Composite operation, NdArray... inputs) {
    Trials.letVectorsWin();
    var expected = expected(operation, inputs);
    var result = run(operation, 1, Loops.best(), inputs);
    var largest = Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
    assertArrayEquals(expected, result, 3e-6 * largest, operation.toString());
    for (var threads = 2; threads <= 3; threads++) {
      assertArrayEquals(result, run(operation, threads, Loops.best(), inputs));
    }
    assertArrayEquals(result, run(operation, 1, Loops.scalar(), inputs), "without vectors");
    Trials.beginAnew();
    assertArrayEquals(result, run(operation, 1, Loops.best(), inputs), "by both loops");
  }

  private static double[] expected(Composite operation, NdArray... inputs) {
    var tensors = new ArrayList<Tensor>();
    var values = new HashMap<Tensor, NdArray>();
    for (var input : inputs) {
      var tensor = Tensor.input("x" + tensors.size(), input.type().withDType(DType.FLOAT64));
      tensors.add(tensor);
      values.put(tensor, NdArray.of(input.shape(), input.toDoubles()));
    }
    return Evaluation.evaluate(
            new ReferenceBackend(), Map.copyOf(values), List.of(operation.decompose(tensors)))
        .get(0)
        .toDoubles();
  }

  /** Runs twice, because sums begin anew. */
  private static double[] run(Composite operation, int threads, Loops loops, NdArray... inputs) {
    var types = Arrays.stream(inputs).map(NdArray::type).toList();
    var request = new SingleOperation(operation, types);
    try (var session = new JavaSession(new Execution(threads), loops)) {
      var compiled = assertInstanceOf(Compilation.Compiled.class, session.compile(request));
      var in = new Buffer[inputs.length];
      for (var i = 0; i < in.length; i++) {
        in[i] = session.allocate(DType.FLOAT32, inputs[i].size());
        in[i].write(inputs[i].elements());
      }
      var result = NdArray.zeros(request.output());
      var out = session.allocate(DType.FLOAT32, result.size());
      compiled.kernel().run(in, new Buffer[] {out});
      compiled.kernel().run(in, new Buffer[] {out});
      out.read(result.elements());
      return result.toDoubles();
    }
  }
}
