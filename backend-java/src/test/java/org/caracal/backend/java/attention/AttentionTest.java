package org.caracal.backend.java.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.caracal.graph.SelfAttention;
import org.caracal.graph.SelfAttentionGradient;
import org.caracal.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels of attention against their decompositions in double precision. */
class AttentionTest {
  private static final int RUBBISH = 77;

  /**
   * One position, tails of tiles and panels, more keys than a block has, wide heads, heads that are
   * packed together in several blocks of queries.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "2, 5, 2, 3",
    "2, 33, 3, 7",
    "1, 128, 2, 32",
    "1, 133, 2, 33",
    "1, 300, 1, 16",
    "1, 410, 1, 5",
    "1, 70, 1, 100",
    "2, 140, 3, 20"
  })
  void agreesWithTheDecomposition(int sequences, int length, int heads, int features) {
    for (var causal : new boolean[] {false, true}) {
      var projections = random(1, sequences, length, 3 * heads * features);
      var gradient = random(2, sequences, length, heads * features);
      var attended = check(new SelfAttention(heads, causal), projections);
      check(new SelfAttentionGradient(heads, causal), projections, attended, gradient);
    }
  }

  /** Weights of scores far from 0 are those of the differences. */
  @Test
  void largeScoresOverflowNowhere() {
    var projections = random(3, 1, 9, 12);
    for (var i = 0; i < projections.size(); i++) {
      projections.setDouble(i, 60 * projections.getDouble(i));
    }
    var attended = run(new SelfAttention(2, true), 1, Loops.best(), projections);
    for (var value : attended.toDoubles()) {
      assertTrue(Double.isFinite(value));
    }
  }

  @Test
  void declinesWhatItHasNoKernelFor() {
    try (var session = new JavaSession(new Execution(1), Loops.best())) {
      for (var type :
          List.of(
              new TensorType(DType.FLOAT64, Shape.of(2, 3, 6)),
              TensorType.float32(2, 3, 3000),
              TensorType.float32(0, 3, 6),
              TensorType.float32(2, 0, 6))) {
        assertInstanceOf(
            Compilation.Declined.class,
            session.compile(new SingleOperation(new SelfAttention(1, true), List.of(type))));
      }
    }
  }

  private static NdArray random(long seed, int... extents) {
    var random = new Random(seed);
    var array = NdArray.zeros(TensorType.float32(extents));
    for (var i = 0; i < array.size(); i++) {
      array.setDouble(i, random.nextGaussian());
    }
    return array;
  }

  /** Returns the result in single precision. */
  private static NdArray check(Composite operation, NdArray... inputs) {
    Trials.letVectorsWin();
    var expected = expected(operation, inputs);
    var result = run(operation, 1, Loops.best(), inputs);
    var largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertArrayEquals(expected, result.toDoubles(), 3e-6 * largest, operation.toString());
    for (var threads = 2; threads <= 3; threads++) {
      var several = run(operation, threads, Loops.best(), inputs);
      assertArrayEquals(result.toDoubles(), several.toDoubles(), threads + " threads");
    }
    var plain = run(operation, 1, Loops.scalar(), inputs);
    assertArrayEquals(result.toDoubles(), plain.toDoubles(), "without vectors");
    Trials.beginAnew();
    var both = run(operation, 1, Loops.best(), inputs);
    assertArrayEquals(result.toDoubles(), both.toDoubles(), "by both loops");
    return result;
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

  /** Runs twice, into buffers full of rubbish. */
  private static NdArray run(Composite operation, int threads, Loops loops, NdArray... inputs) {
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
      Arrays.fill(result.floats(), RUBBISH);
      out.write(result.elements());
      compiled.kernel().run(in, new Buffer[] {out});
      compiled.kernel().run(in, new Buffer[] {out});
      out.read(result.elements());
      return result;
    }
  }
}
