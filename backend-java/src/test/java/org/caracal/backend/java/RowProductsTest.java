package org.caracal.backend.java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.parallel.Trials;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionGeometry;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions of images with the channels last for which Winograd's algorithm does not pay. */
class RowProductsTest {
  private static final JavaBackend BACKEND = new JavaBackend();
  private static final JavaBackend PLAIN = new JavaBackend(Loops.scalar());

  static Stream<KernelCase> convolutions() {
    return Stream.of(
            cases(Shape.of(4, 3, 12, 13), Shape.of(64, 3, 3, 3), 1, 1, 1, 1, 1),
            cases(Shape.of(4, 1, 14, 14), Shape.of(32, 1, 5, 5), 1, 2, 2, 2, 2),
            cases(Shape.of(1, 1, 9, 14), Shape.of(17, 1, 5, 5), 1, 0, 3, 1, 2),
            cases(Shape.of(4, 3, 33, 30), Shape.of(64, 3, 7, 7), 2, 3, 3, 3, 3),
            cases(Shape.of(1, 7, 10, 9), Shape.of(16, 7, 3, 3), 1, 0, 0, 0, 0),
            cases(Shape.of(2, 2, 3, 2), Shape.of(16, 2, 5, 5), 1, 2, 2, 2, 2),
            cases(Shape.of(1, 1, 2, 300), Shape.of(16, 1, 3, 3), 1, 1, 1, 1, 1),
            cases(Shape.of(4, 16, 7, 9), Shape.of(32, 16, 1, 1), 1, 0, 0, 0, 0),
            cases(Shape.of(1, 16, 5, 6), Shape.of(20, 16, 1, 1), 1, 1, 1, 1, 1),
            cases(Shape.of(4, 20, 9, 10), Shape.of(17, 20, 1, 1), 2, 1, 0, 0, 1),
            cases(Shape.of(4, 16, 16, 15), Shape.of(32, 16, 3, 3), 2, 1, 1, 1, 1),
            cases(Shape.of(1, 20, 8, 9), Shape.of(17, 20, 4, 2), 1, 0, 3, 1, 0),
            cases(Shape.of(3, 41, 6, 5), Shape.of(64, 41, 3, 4), 1, 1, 1, 2, 1))
        .flatMap(List::stream);
  }

  /** The convolution, its gradient in the kernel and, where there is one, that in the images. */
  private static List<KernelCase> cases(
      Shape input, Shape kernel, int stride, int top, int bottom, int left, int right) {
    var geometry =
        new ConvolutionGeometry(
            List.of(stride, stride), List.of(top, left), List.of(bottom, right), List.of(1, 1), 1);
    var x = new TensorType(DType.FLOAT32, input);
    var w = new TensorType(DType.FLOAT32, kernel);
    var y = new Convolution(geometry).infer(List.of(x, w));
    var cases = new ArrayList<KernelCase>();
    cases.add(KernelCase.channelsLast(new Convolution(geometry), x, w));
    cases.add(KernelCase.channelsLast(new ConvolutionKernelGradient(geometry, kernel), x, y));
    if (stride == 1 && input.extent(1) >= 16) {
      cases.add(KernelCase.channelsLast(new ConvolutionInputGradient(geometry, input), y, w));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void areTheSumsAndTheSameForAnyLoopsAndThreads(KernelCase test) {
    Trials.letVectorsWin();
    var expected = test.reference();
    var largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    var result = test.run(BACKEND, 1).get(0).toDoubles();
    assertArrayEquals(expected, result, 2e-6 * largest);
    assertArrayEquals(result, test.run(PLAIN, 1).get(0).toDoubles(), "without vectors");
    assertArrayEquals(result, test.run(BACKEND, 3).get(0).toDoubles(), "3 threads");
    Trials.beginAnew();
    assertArrayEquals(result, test.run(BACKEND, 1).get(0).toDoubles(), "by both loops");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void keepConstantKernelsFromRunToRun(int channels) {
    var test =
        cases(Shape.of(2, channels, 8, 8), Shape.of(18, channels, 4, 4), 1, 1, 1, 1, 1).get(0);
    var plain = (SingleOperation) test.request();
    var request = new SingleOperation(plain.operation(), plain.inputs(), Set.of(1));
    try (var session = BACKEND.open(new Execution(1))) {
      var kernel = assertInstanceOf(Compilation.Compiled.class, session.compile(request)).kernel();
      var in = new Buffer[2];
      for (var i = 0; i < 2; i++) {
        in[i] = session.allocate(DType.FLOAT32, test.inputs().get(i).size());
        in[i].write(test.inputs().get(i).elements());
      }
      var result = NdArray.zeros(request.output());
      var out = new Buffer[] {session.allocate(DType.FLOAT32, result.size())};
      kernel.run(in, out);
      in[1].write(new float[in[1].length()]);
      kernel.run(in, out);
      out[0].read(result.elements());
      assertArrayEquals(test.run(BACKEND, 1).get(0).toDoubles(), result.toDoubles());
    }
  }

  @Test
  void areDeclinedWhereTheyDoNotPay() {
    try (var session = BACKEND.open(new Execution(1));
        var exact = BACKEND.open(new Execution(1, true))) {
      var declined = new ArrayList<KernelCase>();
      declined.addAll(cases(Shape.of(4, 8, 9, 9), Shape.of(16, 8, 3, 3), 2, 1, 1, 1, 1));
      declined.addAll(cases(Shape.of(4, 3, 9, 9), Shape.of(15, 3, 3, 3), 1, 1, 1, 1, 1));
      declined.addAll(cases(Shape.of(0, 3, 9, 9), Shape.of(16, 3, 3, 3), 1, 1, 1, 1, 1));
      for (var test : declined) {
        assertInstanceOf(Compilation.Declined.class, session.compile(test.request()));
      }
      convolutions()
          .forEach(
              test -> assertInstanceOf(Compilation.Declined.class, exact.compile(test.request())));
    }
  }
}
