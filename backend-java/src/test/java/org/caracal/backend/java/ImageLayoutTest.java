package org.caracal.backend.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.Execution;
import org.caracal.core.graph.Differentiation;
import org.caracal.core.plan.Planner;
import org.caracal.core.plan.Segment;
import org.caracal.core.plan.StepGraph;
import org.caracal.core.reference.Evaluation;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.Concat;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionGeometry;
import org.caracal.graph.Input;
import org.caracal.graph.Pad;
import org.caracal.graph.Slice;
import org.caracal.graph.Tensor;
import org.caracal.graph.WindowGeometry;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowSum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images whose channels stand last from one convolution to the next. */
class ImageLayoutTest {
  private static final List<Integer> ONES = List.of(1, 1);
  private static final ConvolutionGeometry SAME =
      new ConvolutionGeometry(ONES, ONES, ONES, ONES, 1);

  /** What may stand between two convolutions of images {@code [4, 24, 8, 8]}. */
  record Between(String name, UnaryOperator<Tensor> layer) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Between> layers() {
    var halves =
        new WindowGeometry(List.of(2, 2), List.of(2, 2), List.of(0, 0), List.of(0, 0), ONES);
    var threes = new WindowGeometry(List.of(3, 3), ONES, ONES, ONES, ONES);
    return Stream.of(
        new Between("nothing", x -> x),
        new Between("bias and relu", x -> x.add(channel(x)).relu()),
        new Between("batch normalisation", ImageLayoutTest::normalized),
        new Between("max pooling", x -> Tensor.of(new WindowMax(halves), x)),
        new Between("overlapping max pooling", x -> Tensor.of(new WindowMax(threes), x)),
        new Between("mean pooling", x -> Tensor.of(new WindowSum(halves), x).multiply(0.25)),
        new Between("weights of channels", x -> x.multiply(x.mean(true, 2, 3))),
        new Between("normalisation over channels", x -> x.divide(x.square().sum(true, 1).sqrt())),
        new Between("a residual", x -> x.add(x.relu().multiply(x))),
        new Between(
            "halves of channels exchanged",
            x -> Tensor.of(new Concat(1), slice(x, 12, 24), slice(x, 0, 12).multiply(2))),
        new Between(
            "padding",
            x ->
                Tensor.of(
                    new Pad(List.of(0, 0, 1, 2), List.of(0, 0, 0, 1), List.of(0, 0, 0, 0), 0), x)));
  }

  private static Tensor channel(Tensor like) {
    return Tensor.iota(TensorType.float32(like.shape().extent(1), 1, 1), 0).multiply(0.01);
  }

  private static Tensor normalized(Tensor x) {
    var centred = x.subtract(x.mean(true, 0, 2, 3));
    return centred.divide(centred.square().mean(true, 0, 2, 3).add(1e-3).sqrt()).relu();
  }

  private static Tensor slice(Tensor x, int from, int to) {
    var end = new ArrayList<Integer>();
    for (var extent : x.shape().toArray()) {
      end.add(extent);
    }
    end.set(1, to);
    return Tensor.of(new Slice(List.of(0, from, 0, 0), end, List.of(1, 1, 1, 1)), x);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void onlyBordersAreTransposed(Between between) {
    var values = new LinkedHashMap<Tensor, NdArray>();
    var image = input(values, 4, 16, 8, 8);
    var first = input(values, 24, 16, 3, 3);
    var second = input(values, 16, 24, 3, 3);
    var hidden = between.layer.apply(Tensor.of(new Convolution(SAME), image, first));
    var result = Tensor.of(new Convolution(SAME), hidden, second);
    var loss = result.multiply(result.reshape(result.shape())).sum(false);
    var fetches = new ArrayList<>(List.of(loss));
    fetches.addAll(Differentiation.gradients(loss, List.copyOf(values.keySet())));

    var step =
        new StepGraph(
            List.copyOf(values.keySet()),
            List.of(),
            List.of(new Segment(Segment.Kind.FORWARD, "all", List.of(hidden))),
            Map.of(),
            fetches);
    try (var session = new JavaBackend().open(new Execution(1));
        var plan = Planner.plan(step, session, Map.of(), false)) {
      var transposed = plan.toString().lines().filter(line -> line.contains("= Transpose")).count();
      assertEquals(2, transposed, "of the image and of its gradient, in\n" + plan);
    }
    var expected = Evaluation.evaluate(new ReferenceBackend(), values, fetches);
    var computed = Evaluation.evaluate(new JavaBackend(), values, fetches);
    for (var i = 0; i < fetches.size(); i++) {
      assertNear(expected.get(i), computed.get(i), fetches.get(i));
    }
  }

  @Test
  void constantWeightsAreOrderedAsTheFeaturesAre() {
    var values = new LinkedHashMap<Tensor, NdArray>();
    var image = input(values, 4, 16, 8, 8);
    var constants = new LinkedHashMap<Tensor, NdArray>();
    var kernel = input(constants, 24, 16, 3, 3);
    var weights = input(constants, 24 * 8 * 8, 10);
    var features = Tensor.of(new Convolution(SAME), image, kernel).relu();
    var result = features.reshape(Shape.of(4, 24 * 8 * 8)).matmul(weights);
    var step =
        StepGraph.ofConstants(List.of(image), List.copyOf(constants.keySet()), List.of(result));
    try (var session = new JavaBackend().open(new Execution(1))) {
      var buffers = new HashMap<String, Buffer>();
      constants.forEach(
          (tensor, array) -> {
            var buffer = session.allocate(array.dtype(), array.size());
            buffer.write(array.elements());
            buffers.put(((Input) tensor.operation()).name(), buffer);
          });
      try (var plan = Planner.plan(step, session, buffers, false)) {
        assertEquals(3, plan.kernelCount(), plan.toString());
        plan.feed(image).write(values.get(image).elements());
        plan.run();
        var computed = NdArray.zeros(result.type());
        plan.fetch(result).read(computed.elements());
        values.putAll(constants);
        var expected = Evaluation.evaluate(new ReferenceBackend(), values, List.of(result));
        assertNear(expected.get(0), computed, result);
      }
    }
  }

  @Test
  void eachSegmentComputesWhatIsItsResultInEitherLayout() {
    var image = Tensor.input("image", TensorType.float32(4, 16, 8, 8));
    var kernel = Tensor.input("kernel", TensorType.float32(16, 16, 3, 3));
    var first = Tensor.of(new Convolution(SAME), image, kernel).relu();
    var second = Tensor.of(new Convolution(SAME), first, kernel);
    var segments =
        List.of(
            new Segment(Segment.Kind.FORWARD, "first", List.of(first)),
            new Segment(Segment.Kind.FORWARD, "second", List.of(second)));
    var step =
        new StepGraph(List.of(image, kernel), List.of(), segments, Map.of(), List.of(second));
    try (var session = new JavaBackend().open(new Execution(1))) {
      for (var observed : List.of(false, true)) {
        try (var plan = Planner.plan(step, session, Map.of(), observed)) {
          var ofFirst =
              plan.toString().lines().takeWhile(line -> !line.endsWith("second")).toList();
          var convolutions = ofFirst.stream().filter(line -> line.contains("Convolution[")).count();
          assertEquals(1, convolutions, plan.toString());
        }
      }
    }
  }

  private static Tensor input(Map<Tensor, NdArray> values, int... extents) {
    var type = TensorType.float32(extents);
    var input = Tensor.input("input" + values.size(), type);
    values.put(input, KernelCase.values(List.of(type), 0, values.size()).get(0));
    return input;
  }

  private static void assertNear(NdArray expected, NdArray computed, Tensor what) {
    var scale = 0.0;
    for (var value : expected.toDoubles()) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (var i = 0; i < expected.size(); i++) {
      var difference = Math.abs(expected.getDouble(i) - computed.getDouble(i));
      assertTrue(difference <= 1e-4 * scale, what + ", element " + i + " differs by " + difference);
    }
  }
}
