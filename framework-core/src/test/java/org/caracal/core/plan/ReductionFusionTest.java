package org.caracal.core.plan;

import static org.caracal.core.plan.PlannerTest.counting;
import static org.caracal.core.plan.PlannerTest.fetch;
import static org.caracal.core.plan.PlannerTest.plan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.caracal.array.TensorType;
import org.caracal.backend.Epilogue;
import org.caracal.backend.Reduction;
import org.caracal.graph.Tensor;
import org.junit.jupiter.api.Test;

/** What becomes one pass with a reduction, and what must not. */
class ReductionFusionTest {
  private final Tensor x = Tensor.input("x", TensorType.float32(3, 4));

  @Test
  void whatIsReducedIsNotStored() {
    var session = new WatchedSession();
    var mean = x.mean(true, 1);
    var variance = x.subtract(mean).square().mean(false, 1);
    try (var plan = plan(session, List.of(x), variance)) {
      assertEquals(4, plan.kernelCount(), plan.toString());
      var reduction = (Reduction) session.compiled.get(1);
      assertEquals(List.of(TensorType.float32(3)), reduction.outputs());
      assertTrue(session.allocated < 24, "only x is of full size: " + plan);
      plan.feed(x).write(counting(12));
      plan.run();
      assertArrayEquals(new float[] {1.25f, 1.25f, 1.25f}, fetch(plan, variance));
    }
  }

  @Test
  void reductionsOfTheSameAreOnePass() {
    var weights = Tensor.input("w", TensorType.float32(3, 4));
    var session = new WatchedSession();
    var products = x.multiply(weights);
    try (var plan =
        plan(session, List.of(x, weights), x.sum(false, 0), products.sum(false, 0), products)) {
      assertEquals(1, plan.kernelCount(), plan.toString());
    }
    try (var plan = plan(session, List.of(x, weights), x.sum(false, 0), weights.sum(false, 0))) {
      assertEquals(2, plan.kernelCount(), "nothing in common: " + plan);
    }
    try (var plan = plan(session, List.of(x, weights), x.sum(false, 0), products.sum(false, 1))) {
      assertEquals(2, plan.kernelCount(), "other axes: " + plan);
    }
  }

  @Test
  void sumsWithAProductBetweenThemAreApart() {
    var weights = Tensor.input("w", TensorType.float32(4, 4));
    var early = x.exp();
    var late = early.matmul(weights).add(early);
    try (var plan =
        plan(new WatchedSession(), List.of(x, weights), early.sum(false, 0), late.sum(false, 0))) {
      assertEquals(3, plan.kernelCount(), plan.toString());
      assertTrue(plan.toString().contains("EXP][0]} -> [SUM]"), plan.toString());
    }
  }

  @Test
  void sumsThatDependOnEachOtherAreApart() {
    var weights = x.exp();
    var softmax = weights.divide(weights.sum(true, 1));
    var entropy = softmax.multiply(x).sum(false, 1);
    try (var plan = plan(new WatchedSession(), List.of(x), entropy)) {
      plan.feed(x).write(new float[12]);
      plan.run();
      assertArrayEquals(new float[3], fetch(plan, entropy));
    }
  }

  @Test
  void epiloguesStayWithTheirProducts() {
    var weights = Tensor.input("w", TensorType.float32(4, 5));
    var result = x.matmul(weights).relu();
    var session = new WatchedSession();
    try (var plan = plan(session, List.of(x, weights), result, result.sum(false, 0))) {
      assertEquals(2, plan.kernelCount(), plan.toString());
      assertTrue(session.compiled.stream().anyMatch(Epilogue.class::isInstance), plan.toString());
    }
  }
}
