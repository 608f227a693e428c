package org.caracal.core.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caracal.DataException;
import org.caracal.PluginException;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Epilogue;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.Reduction;
import org.caracal.backend.SingleOperation;
import org.caracal.core.graph.Differentiation;
import org.caracal.graph.MatMul;
import org.caracal.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private final Tensor x = Tensor.input("x", TensorType.float32(3, 4));

  static Plan plan(WatchedSession session, List<Tensor> feeds, Tensor... fetches) {
    return Planner.plan(StepGraph.of(feeds, List.of(), List.of(fetches)), session, Map.of(), false);
  }

  static float[] fetch(Plan plan, Tensor tensor) {
    var values = new float[tensor.shape().size()];
    plan.fetch(tensor).read(values);
    return values;
  }

  static float[] counting(int length) {
    var values = new float[length];
    for (var i = 0; i < length; i++) {
      values[i] = i - 3;
    }
    return values;
  }

  @Test
  void aDenseLayerIsOneKernel() {
    var weights = Tensor.input("w", TensorType.float32(4, 2));
    var bias = Tensor.input("b", TensorType.float32(2));
    var session = new WatchedSession();
    try (var plan = plan(session, List.of(x, weights, bias), x.matmul(weights).add(bias).relu())) {
      assertEquals(1, plan.kernelCount(), plan.toString());
      var epilogue = (Epilogue) session.compiled.get(0);
      assertEquals(Shape.of(2), epilogue.program().inputs().get(1).shape());
    }
  }

  @Test
  void anMlpStepIsFewKernels() {
    var mlp = new MlpStep(16, 8, 12, 6, 3);
    try (var plan = Planner.plan(mlp.step, new WatchedSession(), mlp.buffers, false)) {
      // 3 dense, 8 of the loss, 1 + 2 + 2 backward through loss and layers, 6 for the parameters, 8
      // for Adam
      assertTrue(plan.kernelCount() <= 30, plan.toString());
    }
  }

  @Test
  void valuesAreComputedOnce() {
    try (var plan =
        plan(
            new WatchedSession(),
            List.of(x),
            x.sum(false, 0).add(x.sum(false, 0)).add(x.sum(false, 0)))) {
      assertEquals(2, plan.kernelCount(), plan.toString());
    }
  }

  @Test
  void whatNobodyNeedsIsNotComputed() {
    var dead = x.matmul(x.transposeMatrix());
    var alive = x.sum(false);
    var segment = new Segment(Segment.Kind.FORWARD, "layer", List.of(dead, alive));
    var step = new StepGraph(List.of(x), List.of(), List.of(segment), Map.of(), List.of(alive));
    try (var plan = Planner.plan(step, new WatchedSession(), Map.of(), false)) {
      assertEquals(1, plan.kernelCount(), plan.toString());
    }
    try (var plan = Planner.plan(step, new WatchedSession(), Map.of(), true)) {
      assertEquals(2, plan.kernelCount(), plan.toString());
    }
  }

  @Test
  void whatDependsOnNoInputIsComputedWhenThePlanIsMade() {
    var mask = Tensor.iota(TensorType.float32(3, 4), 0).exp().sum(false, 1);
    var result = x.sum(false, 1).multiply(mask);
    try (var plan = plan(new WatchedSession(), List.of(x), result)) {
      assertEquals(2, plan.kernelCount(), plan.toString());
      plan.feed(x).write(counting(12));
      plan.run();
      assertArrayEquals(
          new float[] {-24, (float) (10.0 * (float) (4 * Math.E)), 26 * 4 * (float) Math.exp(2)},
          fetch(plan, result),
          1e-3f);
    }
  }

  @Test
  void whatDependsOnConstantsIsComputedWhenThePlanIsMade() {
    var weights = Tensor.input("w", TensorType.float32(4, 4));
    var result = x.matmul(weights.exp()).matmul(weights);
    var session = new WatchedSession();
    var buffer = session.allocate(DType.FLOAT32, 16);
    buffer.write(counting(16));
    var step = StepGraph.ofConstants(List.of(x), List.of(weights), List.of(result));
    try (var plan = Planner.plan(step, session, Map.of("w", buffer), false)) {
      assertEquals(2, plan.kernelCount(), plan.toString());
      for (var request : session.compiled) {
        if (request instanceof SingleOperation single) {
          assertEquals(Set.of(1), single.constants());
        }
      }
      assertEquals(3, session.compiled.size(), "equal products keep different weights");
      buffer.write(new float[16]);
      plan.feed(x).write(counting(12));
      plan.run();
      assertArrayEquals(new float[12], fetch(plan, result));
    }
  }

  @Test
  void constantsAreNotUpdated() {
    var w = Tensor.input("w", TensorType.float32(2));
    var segments = List.of(new Segment(Segment.Kind.UPDATE, "w", List.of(w.exp())));
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new StepGraph(
                    List.of(), List.of(w), Set.of(w), segments, Map.of(w, w.exp()), List.of()));
    assertEquals("w is updated, but a constant", failure.getMessage());
  }

  @Test
  void factorsOfAllTermsAreTakenOutOfSums() {
    var factor = Tensor.input("factor", TensorType.float32(3));
    var plain = x.sum(false, 1);
    var scaled = x.multiply(factor.reshape(Shape.of(3, 1))).negate().sum(false, 1);
    var other = x.multiply(factor.reshape(Shape.of(3, 1))).sum(false, 0);
    try (var plan = plan(new WatchedSession(), List.of(x, factor), plain, scaled)) {
      assertEquals(2, plan.kernelCount(), plan.toString());
      plan.feed(x).write(counting(12));
      plan.feed(factor).write(new float[] {2, -1, 0.5f});
      plan.run();
      var sums = fetch(plan, plain);
      assertArrayEquals(new float[] {-2 * sums[0], sums[1], -0.5f * sums[2]}, fetch(plan, scaled));
    }
    try (var plan = plan(new WatchedSession(), List.of(x, factor), other)) {
      assertEquals(1, plan.kernelCount(), "the factor differs from term to term: " + plan);
      plan.feed(x).write(new float[] {1, 2, 3, 4, 10, 20, 30, 40, 100, 200, 300, 400});
      plan.feed(factor).write(new float[] {2, -1, 0.5f});
      plan.run();
      assertArrayEquals(new float[] {42, 84, 126, 168}, fetch(plan, other));
    }
  }

  @Test
  void commonFactorsAreTakenOutOfSums() {
    var y = Tensor.input("y", TensorType.float32(3, 4));
    var z = Tensor.input("z", TensorType.float32(3, 4));
    var result = x.multiply(z).multiply(2).add(y.multiply(y.multiply(z)));
    var session = new WatchedSession();
    try (var plan = plan(session, List.of(x, y, z), result)) {
      var steps = ((ElementwiseProgram) session.compiled.get(0)).steps();
      assertEquals(5, steps.size(), steps.toString());
      plan.feed(x).write(counting(12));
      plan.feed(y).write(counting(12));
      plan.feed(z).write(counting(12));
      plan.run();
      var expected = new float[12];
      for (var i = 0; i < 12; i++) {
        var v = i - 3f;
        expected[i] = v * (2 * v + v * v);
      }
      assertArrayEquals(expected, fetch(plan, result));
    }
  }

  /** Of a gelu behind a product, two values are stored: its result and its derivative. */
  @Test
  void derivativesAreKeptInThePlaceOfWhatTheyAreMadeOf() {
    var weights = Tensor.input("w", TensorType.float32(4, 2));
    var gradient = Tensor.input("g", TensorType.float32(3, 2));
    var product = x.matmul(weights);
    var gelu = product.multiply(0.5).multiply(product.multiply(Math.sqrt(0.5)).erf().add(1));
    var backward =
        Differentiation.gradients(gelu.multiply(gradient).sum(false), List.of(product)).get(0);
    var segments =
        List.of(
            new Segment(Segment.Kind.FORWARD, "layer", List.of(gelu)),
            new Segment(Segment.Kind.BACKWARD, "layer", List.of(backward)));
    var later = gelu.matmul(gelu.transposeMatrix());
    var step =
        new StepGraph(
            List.of(x, weights, gradient), List.of(), segments, Map.of(), List.of(later, backward));
    var session = new WatchedSession();
    try (var plan = Planner.plan(step, session, Map.of(), false)) {
      var epilogue =
          session.compiled.stream().filter(Epilogue.class::isInstance).findFirst().orElseThrow();
      assertEquals(2, epilogue.outputs().size(), plan.toString());
      var rest =
          (ElementwiseProgram)
              session.compiled.stream()
                  .filter(ElementwiseProgram.class::isInstance)
                  .findFirst()
                  .orElseThrow();
      assertEquals(1, rest.steps().size(), plan.toString());
    }
  }

  @Test
  void transposesGoIntoTheProduct() {
    var session = new WatchedSession();
    try (var plan = plan(session, List.of(x), x.matmul(x.transposeMatrix()))) {
      assertEquals(1, plan.kernelCount(), plan.toString());
      assertEquals(
          new MatMul(false, true), ((SingleOperation) session.compiled.get(0)).operation());
    }
  }

  @Test
  void expensiveValuesAreStoredAndCheapOnesComputedAgain() {
    var expensive = x.exp();
    var cheap = expensive.add(1);
    var first = cheap.multiply(2);
    var second = cheap.subtract(first.sum(true, 0));
    try (var plan = plan(new WatchedSession(), List.of(x), second)) {
      assertEquals(3, plan.kernelCount(), plan.toString());
      assertTrue(
          plan.toString().lines().filter(line -> line.contains("EXP")).count() == 1,
          plan.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void storageIsUsedAgain(boolean observed) {
    var session = new WatchedSession();
    var large = Tensor.input("large", TensorType.float32(50, 50));
    var value = large;
    for (var i = 0; i < 20; i++) {
      value = value.matmul(large);
    }
    var step = StepGraph.of(List.of(large), List.of(), List.of(value));
    try (var plan = Planner.plan(step, session, Map.of(), observed)) {
      assertTrue(session.allocated <= 4 * 2500, session.allocated + " elements");
      plan.run();
    }
  }

  @Test
  void declinedFusionsAreTakenApartWithTheSameResult() {
    var expected = runMlp(new WatchedSession(), false);
    assertArrayEquals(expected, runMlp(new WatchedSession(Epilogue.class::isInstance), false));
    assertArrayEquals(expected, runMlp(new WatchedSession(Reduction.class::isInstance), false));
    assertArrayEquals(
        expected,
        runMlp(new WatchedSession(request -> !(request instanceof SingleOperation)), false));
  }

  @Test
  void observedPlansComputeTheSameBits() {
    assertArrayEquals(runMlp(new WatchedSession(), false), runMlp(new WatchedSession(), true));
  }

  /** The losses of some steps, and all variables after them. */
  private static float[] runMlp(WatchedSession session, boolean observed) {
    var mlp = new MlpStep(16, 8, 12, 6, 3);
    try (var plan = Planner.plan(mlp.step, session, mlp.buffers, observed)) {
      var losses = mlp.run(plan, 30);
      assertTrue(losses[27] < losses[0] * 0.99, "loss " + losses[0] + " becomes " + losses[27]);
      var size = mlp.variables.stream().mapToInt(variable -> variable.shape().size()).sum();
      var all = Arrays.copyOf(losses, losses.length + size);
      var at = losses.length;
      for (var variable : mlp.variables) {
        var buffer = (HeapBuffer) mlp.buffers.get(StepGraph.name(variable));
        System.arraycopy(buffer.floats(), 0, all, at, buffer.length());
        at += buffer.length();
      }
      return all;
    }
  }

  @Test
  void resultsCanBeObservedSegmentBySegment() {
    var mlp = new MlpStep(16, 8, 12, 6, 3);
    try (var plan = Planner.plan(mlp.step, new WatchedSession(), mlp.buffers, true)) {
      mlp.feed(plan, 1);
      plan.feed(mlp.count).write(new float[] {1});
      for (var segment = 0; segment < plan.segmentCount(); segment++) {
        plan.run(segment);
        for (var result : plan.segment(segment).results()) {
          var values = new float[result.shape().size()];
          plan.value(result).read(values);
          if (plan.segment(segment).path().startsWith("relu")) {
            var below = 0;
            for (var value : values) {
              below += value < 0 ? 1 : 0;
            }
            assertEquals(0, below);
          }
        }
      }
    }
  }

  @Test
  void variablesChangeOnlyInTheirUpdateSegment() {
    var mlp = new MlpStep(16, 8, 12, 6, 3);
    var kernel = (HeapBuffer) mlp.buffers.get("dense_1/kernel");
    try (var plan = Planner.plan(mlp.step, new WatchedSession(), mlp.buffers, false)) {
      mlp.feed(plan, 1);
      plan.feed(mlp.count).write(new float[] {1});
      var before = kernel.floats().clone();
      for (var segment = 0; segment < plan.segmentCount(); segment++) {
        if (plan.segment(segment).kind() != Segment.Kind.UPDATE) {
          plan.run(segment);
        }
      }
      assertArrayEquals(before, kernel.floats());
    }
  }

  @Test
  void runningAllocatesNothing() {
    var mlp = new MlpStep(16, 8, 12, 6, 3);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // What kernels allocate is for their backend's tests: here they do nothing.
    try (var plan = Planner.plan(mlp.step, session((inputs, outputs) -> {}), mlp.buffers, false)) {
      mlp.run(plan, 2000);
      var least = Long.MAX_VALUE;
      for (var attempt = 0; attempt < 5; attempt++) {
        var before = threads.getCurrentThreadAllocatedBytes();
        for (var i = 0; i < 100; i++) {
          plan.run();
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertTrue(least < 100, least + " bytes in 100 runs"); // reading the counter may cost a few
    }
  }

  @Test
  void aFailingKernelNamesSegmentAndOperation() {
    var step = StepGraph.of(List.of(x), List.of(), List.of(x.matmul(x.transposeMatrix())));
    var session =
        session(
            (inputs, outputs) -> {
              throw new IllegalStateException("out of luck");
            });
    try (var plan = Planner.plan(step, session, Map.of(), false)) {
      var failure = assertThrows(PluginException.class, plan::run);
      assertTrue(failure.getMessage().contains("FORWARD all"), failure.getMessage());
      assertTrue(failure.getMessage().contains("MatMul"), failure.getMessage());
      assertTrue(failure.getMessage().contains("out of luck"), failure.getMessage());
    }
  }

  /** A session in which this is the kernel for everything. */
  private static BackendSession session(Kernel kernel) {
    var session = new WatchedSession();
    return new BackendSession() {
      @Override
      public Buffer allocate(DType dtype, int length) {
        return session.allocate(dtype, length);
      }

      @Override
      public Compilation compile(KernelRequest request) {
        return new Compilation.Compiled(kernel);
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void aBadIndexIsAFailureOfTheData() {
    var index = Tensor.input("index", new TensorType(DType.INT32, Shape.of(2)));
    try (var plan = plan(new WatchedSession(), List.of(x, index), x.gather(0, index))) {
      plan.feed(index).write(new int[] {0, 3});
      var failure = assertThrows(DataException.class, plan::run);
      assertTrue(failure.getMessage().contains("index 3"), failure.getMessage());
    }
  }

  @Test
  void aBackendWithoutAPrimitiveIsNamed() {
    var session = new WatchedSession(request -> true);
    var failure =
        assertThrows(PluginException.class, () -> plan(session, List.of(x), x.sum(false)));
    assertTrue(
        failure.getMessage().contains("Reduce") && failure.getMessage().contains("not today"),
        failure.getMessage());
  }

  @Test
  void unboundInputsAndWrongBuffersAreNamed() {
    var unbound =
        assertThrows(
            IllegalArgumentException.class, () -> plan(new WatchedSession(), List.of(), x.exp()));
    assertTrue(unbound.getMessage().contains("the step reads x"), unbound.getMessage());
    var step = StepGraph.of(List.of(), List.of(x), List.of(x.exp()));
    var missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> Planner.plan(step, new WatchedSession(), Map.of(), false));
    assertTrue(missing.getMessage().contains("variable x"), missing.getMessage());
    var wrong = Map.<String, Buffer>of("x", new HeapBuffer(DType.FLOAT32, 11));
    var mismatch =
        assertThrows(
            IllegalArgumentException.class,
            () -> Planner.plan(step, new WatchedSession(), wrong, false));
    assertTrue(mismatch.getMessage().contains("float32[11]"), mismatch.getMessage());
  }

  @Test
  void aProgramIsNeverLongerThanItsLimit() {
    var session = new WatchedSession();
    var value = x;
    for (var i = 0; i < 200; i++) {
      value = value.exp().multiply(0.1);
    }
    try (var plan = plan(session, List.of(x), value)) {
      for (var request : session.compiled) {
        assertTrue(((ElementwiseProgram) request).steps().size() <= 130, request.toString());
      }
      plan.run();
    }
  }
}
