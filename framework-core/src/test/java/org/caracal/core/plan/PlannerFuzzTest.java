package org.caracal.core.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.Tensor;
import org.junit.jupiter.api.Test;

/** Random steps: fused, taken apart, observed and naive runs agree. */
class PlannerFuzzTest {
  private static final int STEPS = 300;

  @Test
  void allWaysToRunAgree() {
    for (var seed = 0; seed < STEPS; seed++) {
      var step = new RandomStep(seed);
      var fused = run(step, new WatchedSession(), false);
      var apart =
          run(step, new WatchedSession(request -> !(request instanceof SingleOperation)), false);
      var observed = run(step, new WatchedSession(), true);
      var naive = naive(step);
      for (var name : fused.keySet()) {
        var what = "seed " + seed + ", " + name;
        assertArrayEquals(fused.get(name), apart.get(name), what + ", taken apart");
        assertArrayEquals(fused.get(name), observed.get(name), what + ", observed");
        assertClose(naive.get(name), fused.get(name), what + ", naive");
      }
    }
  }

  private static void assertClose(float[] expected, float[] actual, String what) {
    for (var i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-5f * (1 + Math.abs(expected[i])), what);
    }
  }

  /** Fetches and variables after one run; a second run must see what the first left. */
  private static Map<String, float[]> run(
      RandomStep step, WatchedSession session, boolean observed) {
    var buffers = step.buffers();
    try (var plan = Planner.plan(step.graph, session, buffers, observed)) {
      step.graph.feeds().forEach(feed -> plan.feed(feed).write(RandomStep.values(feed).floats()));
      for (var segment = 0; segment < plan.segmentCount(); segment++) {
        plan.run(segment);
        if (observed) {
          checkResults(step, plan, segment);
        }
      }
      var values = new TreeMap<String, float[]>();
      for (var i = 0; i < step.graph.fetches().size(); i++) {
        values.put("fetch " + i, read(plan.fetch(step.graph.fetches().get(i))));
      }
      buffers.forEach((name, buffer) -> values.put(name, read(buffer)));
      return values;
    }
  }

  private static void checkResults(RandomStep step, Plan plan, int segment) {
    var results = plan.segment(segment).results();
    var naive = new NaiveRun(results, inputs(step));
    for (var result : results) {
      assertClose(naive.value(result), read(plan.value(result)), "result of segment " + segment);
    }
  }

  private static Map<String, float[]> naive(RandomStep step) {
    var roots = new ArrayList<>(step.graph.fetches());
    roots.addAll(step.graph.updates().values());
    var run = new NaiveRun(roots, inputs(step));
    var values = new TreeMap<String, float[]>();
    for (var i = 0; i < step.graph.fetches().size(); i++) {
      values.put("fetch " + i, run.value(step.graph.fetches().get(i)));
    }
    for (var variable : step.graph.variables()) {
      var after = step.graph.updates().get(variable);
      values.put(
          StepGraph.name(variable),
          after == null ? read(RandomStep.values(variable)) : run.value(after));
    }
    return values;
  }

  private static Map<Tensor, Buffer> inputs(RandomStep step) {
    var inputs = new HashMap<Tensor, Buffer>();
    List.of(step.graph.feeds(), step.graph.variables())
        .forEach(all -> all.forEach(input -> inputs.put(input, RandomStep.values(input))));
    return inputs;
  }

  private static float[] read(Buffer buffer) {
    var values = new float[buffer.length()];
    ((HeapBuffer) buffer).read(values);
    return values;
  }
}
