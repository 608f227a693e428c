package org.caracal.backend.java.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.Kernel;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;
import org.caracal.backend.java.parallel.Trials;
import org.caracal.graph.MatMul;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatMulTest {
  /** Rows, columns, terms: around the sizes of tiles, panels and blocks, and far from them. */
  private static final int[][] EXTENTS = {
    {1, 1, 1},
    {1, 16, 7},
    {6, 16, 256},
    {7, 17, 257},
    {5, 15, 255},
    {12, 8, 2},
    {2, 31, 513},
    {97, 33, 3},
    {96, 32, 64},
    {101, 103, 107},
    {4, 1100, 37},
    {33, 521, 29},
    {211, 5, 300},
    {70, 1, 37},
    {64, 1, 600},
    {32, 64, 64},
    {9, 100, 64},
    {30, 100, 64},
    {70, 10, 33},
    {256, 12, 32},
    {256, 20, 32},
    {516, 9, 520},
    {33, 40, 1},
    {50, 16, 521},
    {64, 64, 64},
    {130, 70, 530}
  };

  /** The same of single products of few rows by transposes of larger matrices. */
  private static final int[][] FEW_ROWS = {
    {1, 16, 2}, {1, 176, 64}, {5, 160, 130}, {33, 272, 300}, {64, 1040, 520}, {70, 528, 256}
  };

  private record Case(
      DType dtype, boolean transposeLeft, boolean transposeRight, int batch, int[] extents) {
    Case(DType dtype, boolean transposeLeft, boolean transposeRight, int[] extents) {
      this(dtype, transposeLeft, transposeRight, 2, extents);
    }

    @Override
    public String toString() {
      return dtype
          + (transposeLeft ? " T" : " N")
          + (transposeRight ? "T " : "N ")
          + List.of(extents[0], extents[1], extents[2]);
    }

    List<TensorType> types() {
      var m = extents[0];
      var n = extents[1];
      var k = extents[2];
      return List.of(
          type(transposeLeft ? k : m, transposeLeft ? m : k),
          type(transposeRight ? n : k, transposeRight ? k : n));
    }

    private TensorType type(int rows, int columns) {
      return new TensorType(
          dtype, batch == 1 ? Shape.of(rows, columns) : Shape.of(batch, rows, columns));
    }

    double[] values(int operand) {
      var random = new SplittableRandom(operand);
      return random
          .doubles(types().get(operand).shape().size(), -1, 1)
          .map(x -> (float) x)
          .toArray();
    }

    double[] run(Loops loops, int threads) {
      try (var session = new JavaSession(new Execution(threads), loops)) {
        var product = new Product(this, session);
        product.run();
        return product.result();
      }
    }
  }

  private static final class Product {
    private final Kernel kernel;
    private final Buffer[] inputs = new Buffer[2];
    private final Buffer[] outputs = new Buffer[1];
    private final NdArray result;

    Product(Case test, JavaSession session) {
      this(test, session, test.values(0), test.values(1));
    }

    Product(Case test, JavaSession session, double[]... operands) {
      var request =
          new SingleOperation(new MatMul(test.transposeLeft, test.transposeRight), test.types());
      kernel = ((Compilation.Compiled) session.compile(request)).kernel();
      for (var i = 0; i < 2; i++) {
        var array = NdArray.zeros(test.types().get(i));
        for (var j = 0; j < operands[i].length; j++) {
          array.setDouble(j, operands[i][j]);
        }
        inputs[i] = session.allocate(test.dtype, array.size());
        inputs[i].write(array.elements());
      }
      result = NdArray.zeros(request.output());
      outputs[0] = session.allocate(test.dtype, result.size());
    }

    void run() {
      kernel.run(inputs, outputs);
    }

    double[] result() {
      outputs[0].read(result.elements());
      return result.toDoubles();
    }
  }

  @TestFactory
  Stream<DynamicTest> agreeToTheBitForAnyLoopsAndThreadsAndAreRight() {
    var cases = new ArrayList<Case>();
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (var extents : EXTENTS) {
        for (var transposed = 0; transposed < 4; transposed++) {
          cases.add(new Case(dtype, transposed % 2 == 1, transposed > 1, extents));
        }
      }
      for (var extents : FEW_ROWS) {
        cases.add(new Case(dtype, false, true, 1, extents));
      }
    }
    return cases.stream().map(test -> DynamicTest.dynamicTest(test.toString(), () -> check(test)));
  }

  /** Until the compiler is done a vector may be an object: goes on until nothing is allocated. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void runsAllocateNothingOnceTheyAreCompiled(DType dtype) {
    Trials.letVectorsWin();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var cases =
        List.of(
            new Case(dtype, false, false, new int[] {97, 33, 64}),
            new Case(dtype, false, false, new int[] {33, 521, 29}),
            new Case(dtype, false, false, new int[] {2, 31, 513}),
            new Case(dtype, false, false, new int[] {160, 10, 160}),
            new Case(dtype, true, false, new int[] {160, 10, 160}),
            new Case(dtype, false, false, new int[] {160, 1, 165}),
            new Case(dtype, false, false, new int[] {160, 165, 1}),
            new Case(dtype, false, false, new int[] {32, 64, 1}),
            new Case(dtype, false, true, new int[] {64, 160, 160}),
            new Case(dtype, false, true, 1, new int[] {64, 1040, 520}),
            new Case(dtype, true, false, new int[] {160, 160, 64}));
    for (var test : cases) {
      try (var session = new JavaSession(new Execution(1), Loops.best())) {
        var product = new Product(test, session);
        var allocated = Long.MAX_VALUE;
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (allocated > 0 && System.nanoTime() < end) {
          var before = threads.getCurrentThreadAllocatedBytes();
          for (var i = 0; i < 100; i++) {
            product.run();
          }
          allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated, "bytes allocated by 100 runs of " + test);
      }
    }
  }

  /** What an even number of terms is filled up to is neither seen in a sum nor in its sign. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void termsThatFillUpChangeNothing(DType dtype) {
    Trials.letVectorsWin();
    var tiny = dtype == DType.FLOAT32 ? 1e-30 : 1e-200;
    for (var loops : List.of(Loops.best(), Loops.scalar())) {
      try (var session = new JavaSession(new Execution(1), loops)) {
        var before = new Case(dtype, false, true, new int[] {97, 33, 7});
        new Product(before, session, filled(2 * 97 * 7, Double.NaN), filled(2 * 33 * 7, 1)).run();
        for (var terms : List.of(1, 3)) {
          var test = new Case(dtype, false, true, new int[] {97, 33, terms});
          var tinies = filled(2 * 97 * terms, tiny);
          var product = new Product(test, session, tinies, filled(2 * 33 * terms, -tiny));
          product.run();
          for (var element : product.result()) {
            assertEquals(-0.0, element, "products of tiny numbers, rounded to zeros");
          }
        }
      }
    }
  }

  /** A layer of one unit predicts the same for an example, whichever others it is asked about. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void rowsByAColumnDoNotDependOnOtherRows(DType dtype) {
    Trials.letVectorsWin();
    var all = new Case(dtype, false, false, 1, new int[] {67, 1, 77});
    var one = new Case(dtype, false, false, 1, new int[] {1, 1, 77});
    try (var session = new JavaSession(new Execution(1), Loops.best())) {
      var product = new Product(all, session);
      product.run();
      for (var row = 0; row < 67; row++) {
        var values = Arrays.copyOfRange(all.values(0), row * 77, (row + 1) * 77);
        var single = new Product(one, session, values, all.values(1));
        single.run();
        assertEquals(product.result()[row], single.result()[0], "row " + row);
      }
    }
  }

  private static double[] filled(int size, double value) {
    var array = new double[size];
    Arrays.fill(array, value);
    return array;
  }

  private static void check(Case test) {
    Trials.letVectorsWin();
    var result = test.run(Loops.best(), 1);
    for (var threads = 2; threads <= 3; threads++) {
      assertSame(result, test.run(Loops.best(), threads), threads + " threads");
    }
    assertSame(result, test.run(Loops.scalar(), 2), "scalar loops");
    Trials.beginAnew();
    assertSame(result, test.run(Loops.best(), 1), "by both loops");
    assertRight(test, result);
  }

  private static void assertSame(double[] expected, double[] actual, String what) {
    for (var i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], what + ", element " + i);
    }
  }

  /** Within one rounding of the sum of magnitudes for every ten terms and three more. */
  private static void assertRight(Case test, double[] result) {
    var a = test.values(0);
    var b = test.values(1);
    var m = test.extents[0];
    var n = test.extents[1];
    var k = test.extents[2];
    var rounding = test.dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    for (var i = 0; i < result.length; i++) {
      var matrix = i / (m * n);
      var row = i / n % m;
      var column = i % n;
      var sum = 0.0;
      var magnitude = 0.0;
      for (var p = 0; p < k; p++) {
        var x = a[matrix * m * k + (test.transposeLeft ? p * m + row : row * k + p)];
        var y = b[matrix * k * n + (test.transposeRight ? column * k + p : p * n + column)];
        sum += x * y;
        magnitude += Math.abs(x * y);
      }
      var error = Math.abs(result[i] - sum);
      assertTrue(
          error <= (k / 10.0 + 3) * rounding * magnitude, "element " + i + " is off by " + error);
    }
  }
}
