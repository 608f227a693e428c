package org.caracal.backend.nativeblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Epilogue;
import org.caracal.backend.Execution;
import org.caracal.backend.Kernel;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.MatMul;
import org.caracal.graph.Unary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products by OpenBLAS against sums in {@code double}, and which session computes what. */
class MatrixProductsTest {
  private static final double FLOAT_TOLERANCE = 1e-5;
  private static final double DOUBLE_TOLERANCE = 1e-13;

  private record Case(DType dtype, MatrixProduct product, int threads, boolean copying) {
    TensorType left() {
      return product.transposeLeft()
          ? type(product.batch(), product.k(), product.m())
          : type(product.batch(), product.m(), product.k());
    }

    TensorType right() {
      return product.transposeRight()
          ? type(product.batch(), product.n(), product.k())
          : type(product.batch(), product.k(), product.n());
    }

    private TensorType type(int... extents) {
      return new TensorType(dtype, Shape.of(extents));
    }

    SingleOperation request() {
      return new SingleOperation(
          new MatMul(product.transposeLeft(), product.transposeRight()), List.of(left(), right()));
    }
  }

  static List<Case> cases() {
    var shapes =
        new int[][] {
          {1, 1, 1, 1},
          {1, 5, 3, 0},
          {1, 0, 3, 4},
          {0, 3, 3, 3},
          {1, 7, 13, 31},
          {3, 17, 5, 9},
          {11, 33, 18, 20},
          {1, 1, 300, 70},
          {1, 300, 1, 70},
          {1, 257, 65, 129},
          {1, 65, 513, 130},
          {2, 200, 190, 180},
        };
    var cases = new ArrayList<Case>();
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (var s : shapes) {
        for (var transposes = 0; transposes < 4; transposes++) {
          for (var threads : new int[] {1, 3}) {
            var product =
                new MatrixProduct(
                    (transposes & 1) != 0, (transposes & 2) != 0, s[0], s[1], s[2], s[3]);
            cases.add(new Case(dtype, product, threads, true));
            cases.add(new Case(dtype, product, threads, false));
          }
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreeWithSumsInDouble(Case test) {
    var a = random(test.left().shape().size(), 1);
    var b = random(test.right().shape().size(), 2);
    try (var session = session(test)) {
      var c = run(session, kernel(session, test.request()), test, a, b);
      assertArrayEquals(naive(test.product(), a, b), c, tolerance(test));
    }
  }

  @Test
  void kernelsOfOneSessionShareItsMemory() {
    var small = new Case(DType.FLOAT32, new MatrixProduct(false, false, 1, 20, 30, 40), 2, true);
    var large = new Case(DType.FLOAT32, new MatrixProduct(true, true, 1, 400, 300, 200), 2, true);
    try (var session = session(small)) {
      var first = kernel(session, small.request());
      var second = kernel(session, large.request()); // moves the memory of the first
      for (var test : List.of(small, large, small)) {
        var a = random(test.left().shape().size(), 3);
        var b = random(test.right().shape().size(), 4);
        var c = run(session, test.equals(small) ? first : second, test, a, b);
        assertArrayEquals(naive(test.product(), a, b), c, tolerance(test));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void repeatsItsResultsToTheBit(boolean copying) {
    var test =
        new Case(DType.FLOAT32, new MatrixProduct(false, true, 1, 301, 203, 515), 3, copying);
    var a = random(test.left().shape().size(), 5);
    var b = random(test.right().shape().size(), 6);
    var results = new ArrayList<double[]>();
    for (var i = 0; i < 5; i++) {
      try (var session = session(test)) {
        results.add(run(session, kernel(session, test.request()), test, a, b));
      }
    }
    results.forEach(result -> assertArrayEquals(results.get(0), result, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void computesLongSumsInParts(int transposes) {
    var product =
        new MatrixProduct((transposes & 1) != 0, (transposes & 2) != 0, 1, 1100, 1030, 530);
    var test = new Case(DType.FLOAT32, product, 1, false);
    var a = random(test.left().shape().size(), 7);
    var b = random(test.right().shape().size(), 8);
    try (var session = session(test);
        var java = session(test, (any, dtype, followed) -> false)) {
      var expected = run(java, kernel(java, test.request()), test, a, b);
      var c = run(session, kernel(session, test.request()), test, a, b);
      assertArrayEquals(expected, c, tolerance(test));
    }
  }

  @Test
  void arraysAreNotCopiedFromJava22On() {
    assertEquals(Runtime.version().feature() >= 22, TestLibraries.load().takesArrays());
  }

  @Test
  void declinesProgramsAfterItsOwnProductsOnly() {
    var test = new Case(DType.FLOAT32, new MatrixProduct(false, false, 1, 64, 64, 64), 1, true);
    var type = test.request().output();
    var step =
        new ElementwiseProgram.Step(new Unary(Unary.Function.TANH), List.of(0), DType.FLOAT32);
    var program = new ElementwiseProgram(type.shape(), List.of(type), List.of(step), List.of(1));
    var epilogue = new Epilogue(test.request(), program);
    try (var session = session(test);
        var java = session(test, (product, dtype, followed) -> false)) {
      var declined =
          assertInstanceOf(Compilation.Declined.class, session.compile(epilogue)).reason();
      assertEquals("OpenBLAS computes products and nothing after them", declined);
      assertEquals(
          java.compile(epilogue).getClass(),
          new org.caracal.backend.java.JavaBackend()
              .open(new Execution(1))
              .compile(epilogue)
              .getClass());
    }
  }

  private static BackendSession session(Case test) {
    return session(test, (product, dtype, followed) -> true);
  }

  private static BackendSession session(Case test, Routing routing) {
    var loaded = TestLibraries.load();
    var openBlas = test.copying() ? loaded.copying() : loaded;
    return new NativeBackend(openBlas, routing).open(new Execution(test.threads()));
  }

  private static Kernel kernel(BackendSession session, SingleOperation request) {
    return assertInstanceOf(Compilation.Compiled.class, session.compile(request)).kernel();
  }

  private static double[] run(
      BackendSession session, Kernel kernel, Case test, double[] a, double[] b) {
    var c = new double[test.request().output().shape().size()];
    java.util.Arrays.fill(c, Double.NaN);
    var result = buffer(session, test.dtype(), c);
    kernel.run(
        new Buffer[] {buffer(session, test.dtype(), a), buffer(session, test.dtype(), b)},
        new Buffer[] {result});
    if (test.dtype() == DType.FLOAT64) {
      result.read(c);
    } else {
      var floats = new float[c.length];
      result.read(floats);
      for (var i = 0; i < c.length; i++) {
        c[i] = floats[i];
      }
    }
    return c;
  }

  private static Buffer buffer(BackendSession session, DType dtype, double[] values) {
    var buffer = session.allocate(dtype, values.length);
    if (dtype == DType.FLOAT64) {
      buffer.write(values);
    } else {
      var floats = new float[values.length];
      for (var i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      buffer.write(floats);
    }
    return buffer;
  }

  /** Numbers that are exact in {@code float32}. */
  private static double[] random(int length, long seed) {
    return new Random(seed).doubles(length, -1, 1).map(value -> (float) value).toArray();
  }

  private static double tolerance(Case test) {
    var unit = test.dtype() == DType.FLOAT64 ? DOUBLE_TOLERANCE : FLOAT_TOLERANCE;
    return unit * Math.max(1, Math.sqrt(test.product().k()));
  }

  private static double[] naive(MatrixProduct p, double[] a, double[] b) {
    var c = new double[p.batch() * p.m() * p.n()];
    for (var i = 0; i < c.length; i++) {
      var matrix = i / (p.m() * p.n());
      var row = i / p.n() % p.m();
      var column = i % p.n();
      for (var l = 0; l < p.k(); l++) {
        var left = p.transposeLeft() ? l * p.m() + row : row * p.k() + l;
        var right = p.transposeRight() ? column * p.k() + l : l * p.n() + column;
        c[i] += a[matrix * p.m() * p.k() + left] * b[matrix * p.k() * p.n() + right];
      }
    }
    return c;
  }
}
