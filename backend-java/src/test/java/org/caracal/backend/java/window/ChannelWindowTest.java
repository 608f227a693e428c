package org.caracal.backend.java.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.caracal.graph.WindowGeometry;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.caracal.graph.WindowSum;
import org.caracal.graph.WindowSumGradient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows over images whose channels stand last give what the general loops give, to the bit. */
class ChannelWindowTest {
  private static final double[] SPECIAL = {
    0, -0.0, 1, 1, 2, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY
  };

  /** How windows slide over the spatial axes: extents, steps, padding and distances. */
  private record Sliding(
      String name, int[] image, int[] window, int[] stride, int[] low, int[] high, int[] dilation) {
    /** The same over one more axis, at whose elements windows do not look. */
    WindowGeometry overChannels() {
      return new WindowGeometry(
          append(window, 1),
          append(stride, 1),
          append(low, 0),
          append(high, 0),
          append(dilation, 1));
    }

    private static List<Integer> append(int[] entries, int last) {
      return IntStream.concat(IntStream.of(entries), IntStream.of(last)).boxed().toList();
    }

    Shape images(int count, int channels) {
      return Shape.of(append(image, channels)).prepend(count);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Sliding of(String name, int[]... sizes) {
    return new Sliding(name, sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5]);
  }

  private static int[] s(int... sizes) {
    return sizes;
  }

  private static Stream<Arguments> cases() {
    var cases =
        List.of(
            of("halves", s(8, 6), s(2, 2), s(2, 2), s(0, 0), s(0, 0), s(1, 1)),
            of("odd halves", s(9, 7), s(2, 2), s(2, 2), s(0, 0), s(0, 0), s(1, 1)),
            of("apart", s(11, 9), s(2, 2), s(3, 4), s(0, 0), s(0, 0), s(1, 1)),
            of("interleaved", s(6, 6), s(2, 2), s(1, 2), s(0, 0), s(0, 0), s(3, 1)),
            of("overlapping fours", s(6, 5), s(2, 2), s(1, 1), s(0, 0), s(0, 0), s(1, 1)),
            of("overlapping", s(9, 8), s(3, 3), s(2, 2), s(1, 1), s(1, 0), s(1, 1)),
            of("padded fours", s(7, 8), s(2, 2), s(2, 2), s(1, 0), s(0, 0), s(1, 1)),
            of("thirds", s(9, 7), s(3, 3), s(3, 3), s(0, 0), s(0, 2), s(1, 1)),
            of("dilated", s(9, 11), s(3, 2), s(1, 2), s(2, 1), s(0, 3), s(2, 3)),
            of("in the padding", s(3, 4), s(2, 2), s(2, 2), s(2, 0), s(2, 0), s(1, 1)),
            of("all", s(5, 4), s(5, 4), s(1, 1), s(0, 0), s(0, 0), s(1, 1)),
            of("places", s(4, 5), s(1, 1), s(1, 1), s(0, 0), s(0, 0), s(1, 1)),
            of("line", s(13), s(2), s(2), s(0), s(0), s(1)),
            of("overlapping line", s(9), s(4), s(2), s(1), s(2), s(1)),
            of("solid", s(4, 5, 3), s(2, 3, 2), s(2, 1, 1), s(0, 1, 0), s(0, 0, 1), s(1, 1, 1)));
    return cases.stream()
        .flatMap(
            sliding ->
                Stream.of(DType.FLOAT32, DType.FLOAT64).map(dtype -> Arguments.of(sliding, dtype)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesWhatTheGeneralLoopsGive(Sliding sliding, DType dtype) {
    // a line of few channels is taken for a plane, where a sum may be another zero
    for (var channels :
        sliding.image.length == 1 ? List.of(16, 17, 40, 64) : List.of(1, 3, 16, 17, 40, 64)) {
      for (var count : List.of(0, 1, 5)) {
        var input = new TensorType(dtype, sliding.images(count, channels));
        check(sliding.overChannels(), input);
      }
    }
  }

  private static void check(WindowGeometry geometry, TensorType input) {
    var output = new WindowMax(geometry).infer(List.of(input));
    var random = new SplittableRandom(input.hashCode());
    var x = values(input, random);
    var g = values(output, random);
    var general = new General(geometry, input, output);
    check(new WindowMax(geometry), general.max(x), x);
    check(new WindowSum(geometry), general.sum(x), x);
    check(new WindowMaxGradient(geometry), general.maxGradient(x, g), x, g);
    check(new WindowSumGradient(geometry, input.shape()), general.spread(g), g);
  }

  /** Many ties, special values, and some whose sums depend on their order. */
  private static NdArray values(TensorType type, SplittableRandom random) {
    var array = NdArray.zeros(type);
    for (var i = 0; i < array.size(); i++) {
      array.setDouble(
          i, random.nextBoolean() ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextDouble());
    }
    return array;
  }

  private static void check(Operation operation, NdArray expected, NdArray... operands) {
    for (var threads : List.of(1, 2)) {
      Trials.letVectorsWin();
      check(expected, run(Loops.best(), threads, operation, operands), "vectors " + operation);
      Trials.beginAnew();
      check(expected, run(Loops.best(), threads, operation, operands), "both loops " + operation);
      check(expected, run(Loops.scalar(), threads, operation, operands), "scalar " + operation);
    }
  }

  private static void check(NdArray expected, NdArray actual, String message) {
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), message);
  }

  private static NdArray run(Loops loops, int threads, Operation operation, NdArray... operands) {
    var request = new SingleOperation(operation, Stream.of(operands).map(NdArray::type).toList());
    try (var session = new JavaSession(new Execution(threads), loops)) {
      var kernel = ((Compilation.Compiled) session.compile(request)).kernel();
      var from = new ArrayList<Buffer>();
      for (var operand : operands) {
        var buffer = session.allocate(operand.dtype(), operand.size());
        buffer.write(operand.elements());
        from.add(buffer);
      }
      var result = NdArray.zeros(request.output());
      for (var i = 0; i < result.size(); i++) {
        result.setDouble(i, 99);
      }
      var to = session.allocate(result.dtype(), result.size());
      to.write(result.elements());
      kernel.run(from.toArray(Buffer[]::new), new Buffer[] {to});
      to.read(result.elements());
      return result;
    }
  }

  /** The loops for windows of any kind, from tap to tap. */
  private record General(WindowGeometry geometry, TensorType input, TensorType output) {
    private interface Function {
      void run(WindowTaps taps, Object x, int from, Object result, int to);
    }

    private WindowTaps taps() {
      return new WindowTaps(geometry, image(input), image(output));
    }

    private static Shape image(TensorType type) {
      return type.shape().slice(1, type.shape().rank());
    }

    private NdArray each(Function floats, Function doubles, NdArray x, TensorType type) {
      var result = NdArray.zeros(type);
      var function = type.dtype() == DType.FLOAT32 ? floats : doubles;
      for (var i = 0; i < input.shape().extent(0); i++) {
        var from = i * image(x.type()).size();
        function.run(taps(), x.elements(), from, result.elements(), i * image(type).size());
      }
      return result;
    }

    NdArray max(NdArray x) {
      return each(FloatWindows::max, DoubleWindows::max, x, output);
    }

    NdArray sum(NdArray x) {
      return each(FloatWindows::sum, DoubleWindows::sum, x, output);
    }

    NdArray spread(NdArray g) {
      return each(FloatWindows::spread, DoubleWindows::spread, g, input);
    }

    NdArray maxGradient(NdArray x, NdArray g) {
      return each(
          (taps, elements, from, result, to) ->
              maxGradient((a, b, c, d) -> FloatWindows.argMax(taps, a, b, c, d))
                  .run(elements, from, g.elements(), at(from), result),
          (taps, elements, from, result, to) ->
              maxGradient((a, b, c, d) -> DoubleWindows.argMax(taps, a, b, c, d))
                  .run(elements, from, g.elements(), at(from), result),
          x,
          input);
    }

    private MaxGradient maxGradient(SliceFunction places) {
      return new MaxGradient(places, image(input).size(), image(output).size());
    }

    /** Where the gradient of an image starts. */
    private int at(int from) {
      return from / image(input).size() * image(output).size();
    }
  }
}
