package org.caracal.backend.java.convolution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionGeometry;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;
import org.caracal.graph.Operation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Shapes around the sizes of vectors, tiles, lots and phases; small ones are in other tests. */
class ConvolutionTest {
  private static final List<Geometry> GEOMETRIES =
      List.of(
          new Geometry("rows longer than a vector", 5, 3, 9, 1, List.of(6, 21), 3, 1, 1, 1),
          new Geometry("rows of vectors", 3, 2, 17, 1, List.of(16, 16), 5, 1, 1, 2),
          new Geometry("short rows", 18, 7, 33, 1, List.of(7, 7), 3, 1, 1, 1),
          new Geometry("pointwise", 2, 19, 6, 1, List.of(6, 9), 1, 1, 1, 0),
          new Geometry("padded pointwise", 2, 18, 7, 1, List.of(5, 9), 1, 1, 1, 1),
          new Geometry("strided pointwise", 2, 32, 14, 2, List.of(6, 35), 1, 2, 1, 0),
          new Geometry("two phases", 3, 3, 10, 1, List.of(23, 22), 3, 2, 1, 1),
          new Geometry("phases and dilation", 2, 2, 4, 1, List.of(24, 29), 3, 3, 2, 2),
          new Geometry("phases without taps", 2, 5, 9, 1, List.of(11, 14), 2, 3, 1, 1),
          new Geometry("stride and dilation have a factor", 2, 5, 8, 1, List.of(21), 3, 4, 2, 3),
          new Geometry("strided volumes", 2, 3, 5, 1, List.of(5, 8, 9), 3, 2, 1, 1),
          new Geometry("strided groups", 3, 10, 10, 2, List.of(12, 17), 5, 2, 1, 2),
          new Geometry("depthwise", 2, 5, 5, 5, List.of(9, 20), 3, 1, 1, 1),
          new Geometry("strided depthwise", 2, 4, 8, 4, List.of(12, 33), 3, 2, 1, 1),
          new Geometry("depthwise rows of blocks", 2, 3, 3, 3, List.of(5, 16), 3, 1, 1, 1),
          new Geometry("depthwise with one tap", 3, 4, 4, 4, List.of(4, 12), 1, 1, 1, 0),
          new Geometry("long depthwise", 2, 2, 6, 2, List.of(1100), 3, 1, 2, 2),
          new Geometry("many positions", 2, 2, 3, 1, List.of(20, 31), 2, 1, 1, 0),
          new Geometry("more than a cache holds", 2, 20, 14, 1, List.of(19, 37), 2, 1, 1, 1),
          new Geometry("lines", 4, 6, 7, 1, List.of(70), 4, 1, 3, 1),
          new Geometry("volumes", 2, 3, 5, 1, List.of(5, 6, 9), 3, 1, 1, 1));

  private record Geometry(
      String name,
      int images,
      int channels,
      int filters,
      int groups,
      List<Integer> image,
      int taps,
      int stride,
      int dilation,
      int padding) {
    ConvolutionGeometry slides() {
      return new ConvolutionGeometry(
          all(stride), all(padding), all(padding), all(dilation), groups);
    }

    private List<Integer> all(int entry) {
      return image.stream().map(extent -> entry).toList();
    }

    Shape input() {
      return Shape.of(images, channels).concat(Shape.of(image));
    }

    Shape kernel() {
      return Shape.of(filters, channels / groups).concat(Shape.of(all(taps)));
    }
  }

  private record Case(Geometry geometry, Operation operation, List<TensorType> types) {
    @Override
    public String toString() {
      return geometry.name
          + ", "
          + operation.getClass().getSimpleName()
          + ", "
          + types.get(0).dtype();
    }

    double[] values(int operand) {
      return new SplittableRandom(operand)
          .doubles(types.get(operand).shape().size(), -1, 1)
          .map(x -> (float) x)
          .toArray();
    }

    double[] run(Loops loops, int threads) {
      try (var session = new JavaSession(new Execution(threads), loops)) {
        var request = new SingleOperation(operation, types);
        var kernel = ((Compilation.Compiled) session.compile(request)).kernel();
        var inputs = new Buffer[] {operand(session, 0), operand(session, 1)};
        var result = NdArray.zeros(request.output());
        var output = session.allocate(result.dtype(), result.size());
        kernel.run(inputs, new Buffer[] {output});
        output.read(result.elements());
        return result.toDoubles();
      }
    }

    private Buffer operand(JavaSession session, int operand) {
      var array = NdArray.zeros(types.get(operand));
      var values = values(operand);
      IntStream.range(0, values.length).forEach(i -> array.setDouble(i, values[i]));
      var buffer = session.allocate(array.dtype(), array.size());
      buffer.write(array.elements());
      return buffer;
    }
  }

  private static Stream<Case> cases() {
    var cases = new ArrayList<Case>();
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (var geometry : GEOMETRIES) {
        var x = new TensorType(dtype, geometry.input());
        var w = new TensorType(dtype, geometry.kernel());
        var forward = new Convolution(geometry.slides());
        var y = forward.infer(List.of(x, w));
        cases.add(new Case(geometry, forward, List.of(x, w)));
        cases.add(
            new Case(
                geometry,
                new ConvolutionInputGradient(geometry.slides(), x.shape()),
                List.of(y, w)));
        cases.add(
            new Case(
                geometry,
                new ConvolutionKernelGradient(geometry.slides(), w.shape()),
                List.of(x, y)));
      }
    }
    return cases.stream();
  }

  @TestFactory
  Stream<DynamicTest> agreeToTheBitForAnyLoopsAndThreadsAndAreRight() {
    return cases().map(test -> DynamicTest.dynamicTest(test.toString(), () -> check(test)));
  }

  private static void check(Case test) {
    Trials.letVectorsWin();
    var result = test.run(Loops.best(), 1);
    assertArrayEquals(result, test.run(Loops.best(), 2), "2 threads");
    assertArrayEquals(result, test.run(Loops.best(), 3), "3 threads");
    assertArrayEquals(result, test.run(Loops.scalar(), 2), "scalar loops");
    Trials.beginAnew();
    assertArrayEquals(result, test.run(Loops.best(), 1), "by both loops");
    var reference = reference(test);
    var tolerance = test.types.get(0).dtype() == DType.FLOAT32 ? 2e-4 : 1e-12;
    for (var i = 0; i < reference.length; i++) {
      assertEquals(reference[i], result[i], tolerance, "element " + i);
    }
  }

  /** The three sums are over the same products, of an element, a weight and a result. */
  private static double[] reference(Case test) {
    var geometry = test.geometry;
    var input = geometry.input();
    var kernel = geometry.kernel();
    var output =
        new Convolution(geometry.slides())
            .infer(List.of(test.types.get(0).withShape(input), test.types.get(0).withShape(kernel)))
            .shape();
    var left = test.values(0);
    var right = test.values(1);
    var forward = test.operation instanceof Convolution;
    var inInput = test.operation instanceof ConvolutionInputGradient;
    var sums = new double[forward ? output.size() : inInput ? input.size() : kernel.size()];
    var rank = geometry.image.size();
    var positions = output.slice(2, rank + 2);
    var taps = kernel.slice(2, rank + 2);
    var perGroup = geometry.filters / geometry.groups;
    for (var y = 0; y < output.size(); y++) {
      var filter = y / positions.size() % geometry.filters;
      var image = y / positions.size() / geometry.filters;
      for (var row = 0; row < kernel.size() / geometry.filters; row++) {
        var channel = filter / perGroup * kernel.extent(1) + row / taps.size();
        var place = place(geometry, y % positions.size(), positions, row % taps.size(), taps);
        if (place >= 0) {
          var x =
              (image * geometry.channels + channel)
                      * (input.size() / input.extent(0) / input.extent(1))
                  + place;
          var w = filter * (kernel.size() / geometry.filters) + row;
          if (forward) {
            sums[y] += left[x] * right[w];
          } else if (inInput) {
            sums[x] += left[y] * right[w];
          } else {
            sums[w] += left[x] * right[y];
          }
        }
      }
    }
    return sums;
  }

  /** Where an element of a channel stands, or -1 in the padding. */
  private static int place(Geometry geometry, int position, Shape positions, int tap, Shape taps) {
    var place = 0;
    var stride = 1;
    for (var axis = positions.rank() - 1; axis >= 0; axis--) {
      var extent = geometry.image.get(axis);
      var at =
          position % positions.extent(axis) * geometry.stride
              + tap % taps.extent(axis) * geometry.dilation
              - geometry.padding;
      if (at < 0 || at >= extent) {
        return -1;
      }
      place += at * stride;
      stride *= extent;
      position /= positions.extent(axis);
      tap /= taps.extent(axis);
    }
    return place;
  }
}
