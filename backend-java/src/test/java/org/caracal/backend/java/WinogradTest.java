package org.caracal.backend.java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.Kernel;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.parallel.Trials;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionGeometry;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions that {@code float32} computes by Winograd's algorithm unless it is to be exact. */
class WinogradTest {
  private static final JavaBackend BACKEND = new JavaBackend();
  private static final JavaBackend PLAIN = new JavaBackend(Loops.scalar());

  static Stream<KernelCase> convolutions() {
    return Stream.of(
            cases(Shape.of(4, 16, 12, 12), Shape.of(16, 16, 3, 3), 1, 1, 1, 1),
            cases(Shape.of(8, 17, 9, 14), Shape.of(24, 17, 3, 3), 0, 2, 1, 0),
            cases(Shape.of(4, 270, 8, 8), Shape.of(17, 270, 3, 3), 2, 1, 2, 2),
            cases(Shape.of(4, 12, 11, 10), Shape.of(40, 12, 5, 5), 2, 2, 2, 2),
            cases(Shape.of(8, 32, 14, 9), Shape.of(9, 32, 5, 5), 0, 4, 3, 0))
        .flatMap(stream -> stream);
  }

  private static Stream<KernelCase> cases(
      Shape input, Shape kernel, int top, int bottom, int left, int right) {
    var geometry =
        new ConvolutionGeometry(
            List.of(1, 1), List.of(top, left), List.of(bottom, right), List.of(1, 1), 1);
    var x = new TensorType(DType.FLOAT32, input);
    var w = new TensorType(DType.FLOAT32, kernel);
    var y = new Convolution(geometry).infer(List.of(x, w));
    return Stream.of(
        KernelCase.channelsLast(new Convolution(geometry), x, w),
        KernelCase.channelsLast(new ConvolutionInputGradient(geometry, input), y, w),
        KernelCase.channelsLast(new ConvolutionKernelGradient(geometry, kernel), x, y));
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void areNearTheSumsAndTheSameForAnyLoopsAndThreads(KernelCase test) {
    Trials.letVectorsWin();
    var expected = test.reference();
    var fast = test.run(BACKEND, 1).get(0).toDoubles();
    assertNear(expected, fast, 2e-5);
    assertArrayEquals(fast, test.run(PLAIN, 1).get(0).toDoubles(), "without vectors");
    assertArrayEquals(fast, test.run(BACKEND, 3).get(0).toDoubles(), "3 threads");
    Trials.beginAnew();
    assertArrayEquals(fast, test.run(BACKEND, 1).get(0).toDoubles(), "by both loops");
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void areNotForExactExecution(KernelCase test) {
    try (var session = BACKEND.open(new Execution(1, true))) {
      assertInstanceOf(Compilation.Declined.class, session.compile(test.request()));
    }
    var exact = test.evaluate(BACKEND, new Execution(1, true), DType.FLOAT32);
    assertNear(test.reference(), exact, 2e-6);
    assertFalse(
        Arrays.equals(exact, test.run(BACKEND, 1).get(0).toDoubles()),
        "exact execution must use no other algorithm");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void keepConstantKernelsFromRunToRun(int images) {
    var type = TensorType.float32(images, 14, 14, 16);
    var filters = TensorType.float32(24, 16, 5, 5);
    var geometry =
        new ConvolutionGeometry(List.of(1, 1), List.of(2, 2), List.of(2, 2), List.of(1, 1), 1);
    var convolution = new ChannelsLast(new Convolution(geometry));
    try (var session = BACKEND.open(new Execution(1))) {
      var request = new SingleOperation(convolution, List.of(type, filters), Set.of(1));
      var kernels = Stream.generate(() -> kernel(session, request)).limit(2).toList();
      for (var run = 0; run < 2; run++) {
        for (var i = 0; i < kernels.size(); i++) {
          var image = KernelCase.values(List.of(type), 0, run).get(0);
          var weights = KernelCase.values(List.of(filters), 0, 10 + i).get(0);
          var result = NdArray.zeros(request.output());
          var output = session.allocate(result.dtype(), result.size());
          var given = buffer(session, run == 0 ? weights : NdArray.zeros(filters));
          kernels.get(i).run(new Buffer[] {buffer(session, image), given}, new Buffer[] {output});
          output.read(result.elements());
          var plain =
              new KernelCase(
                  new SingleOperation(convolution, request.inputs()), List.of(image, weights));
          assertNear(plain.reference(), result.toDoubles(), 2e-5);
        }
      }
    }
  }

  private static Kernel kernel(BackendSession session, KernelRequest request) {
    return ((Compilation.Compiled) session.compile(request)).kernel();
  }

  private static Buffer buffer(BackendSession session, NdArray values) {
    var buffer = session.allocate(values.dtype(), values.size());
    buffer.write(values.elements());
    return buffer;
  }

  private static void assertNear(double[] expected, double[] actual, double tolerance) {
    var scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (var i = 0; i < expected.length; i++) {
      assertTrue(
          Math.abs(actual[i] - expected[i]) <= tolerance * scale,
          "element " + i + " is " + actual[i] + ", not " + expected[i] + ", of up to " + scale);
    }
  }
}
