package org.caracal.core.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.graph.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Variables are read with their old values by whoever asks for them, and have their new values
 * after the run.
 */
class UpdateTest {
  private final Tensor a = Tensor.input("a", TensorType.float32(2, 2));
  private final Tensor b = Tensor.input("b", TensorType.float32(2, 2));
  private final Map<String, Buffer> buffers = new HashMap<>();
  private final Map<Tensor, Tensor> updates = new LinkedHashMap<>();
  private final List<Segment> segments = new ArrayList<>();

  @BeforeEach
  void giveValues() {
    buffers.put("a", buffer(1, 2, 3, 4));
    buffers.put("b", buffer(10, 20, 30, 40));
  }

  private static HeapBuffer buffer(float... values) {
    var buffer = new HeapBuffer(DType.FLOAT32, values.length);
    buffer.write(values);
    return buffer;
  }

  private void segment(Segment.Kind kind, Tensor... results) {
    segments.add(new Segment(kind, "s" + segments.size(), List.of(results)));
  }

  private Plan plan(Tensor... fetches) {
    if (segments.isEmpty()) {
      segment(Segment.Kind.UPDATE, updates.values().toArray(Tensor[]::new));
    }
    var step = new StepGraph(List.of(), List.of(a, b), segments, updates, List.of(fetches));
    return Planner.plan(step, new WatchedSession(), buffers, false);
  }

  private void assertVariable(String name, float... expected) {
    assertArrayEquals(expected, Arrays.copyOf(((HeapBuffer) buffers.get(name)).floats(), 4));
  }

  private static float[] fetch(Plan plan, Tensor tensor) {
    var values = new float[tensor.shape().size()];
    plan.fetch(tensor).read(values);
    return values;
  }

  @Test
  void anElementwiseUpdateHappensInPlace() {
    updates.put(a, a.add(b));
    try (var plan = plan()) {
      assertEquals(1, plan.kernelCount(), plan.toString());
      plan.run();
      plan.run();
    }
    assertVariable("a", 21, 42, 63, 84);
  }

  @Test
  void twoVariablesThatReadEachOtherInOneProgram() {
    updates.put(a, a.add(b));
    updates.put(b, a.multiply(b));
    try (var plan = plan()) {
      plan.run();
    }
    assertVariable("a", 11, 22, 33, 44);
    assertVariable("b", 10, 40, 90, 160);
  }

  @Test
  void twoVariablesThatChangePlaces() {
    updates.put(a, b);
    updates.put(b, a);
    try (var plan = plan()) {
      plan.run();
    }
    assertVariable("a", 10, 20, 30, 40);
    assertVariable("b", 1, 2, 3, 4);
  }

  @Test
  void anUpdateThatIsNoElementwiseFunctionOfTheVariable() {
    updates.put(a, a.matmul(a));
    updates.put(b, b.transposeMatrix());
    try (var plan = plan()) {
      plan.run();
    }
    assertVariable("a", 7, 10, 15, 22);
    assertVariable("b", 10, 30, 20, 40);
  }

  @Test
  void updatesThatNeedEachOthersOldValues() {
    updates.put(a, b.matmul(b).add(a));
    updates.put(b, a.matmul(a).add(b));
    try (var plan = plan()) {
      plan.run();
    }
    assertVariable("a", 701, 1002, 1503, 2204);
    assertVariable("b", 17, 30, 45, 62);
  }

  @Test
  void aVariableThatIsAlsoReadAsARow() {
    updates.put(a, a.add(a.slice(0, 0, 1)));
    updates.put(b, b.subtract(b.sum(true, 1)));
    try (var plan = plan()) {
      plan.run();
    }
    assertVariable("a", 2, 4, 4, 6);
    assertVariable("b", -20, -10, -40, -30);
  }

  @Test
  void oneValueForTwoVariablesAndAConstant() {
    var sum = a.add(b);
    updates.put(a, sum);
    updates.put(b, sum);
    try (var plan = plan(sum)) {
      plan.run();
      assertArrayEquals(new float[] {11, 22, 33, 44}, fetch(plan, sum));
    }
    assertVariable("a", 11, 22, 33, 44);
    assertVariable("b", 11, 22, 33, 44);
    updates.clear();
    segments.clear();
    updates.put(a, Tensor.full(7, a.type()));
    try (var plan = plan()) {
      plan.run();
    }
    assertVariable("a", 7, 7, 7, 7);
  }

  @Test
  void theOldValueCanBeFetched() {
    updates.put(a, a.add(1));
    var shape = a.reshape(4);
    try (var plan = plan(a, shape)) {
      plan.run();
      assertArrayEquals(new float[] {1, 2, 3, 4}, fetch(plan, a));
      assertArrayEquals(new float[] {1, 2, 3, 4}, fetch(plan, shape));
    }
    assertVariable("a", 2, 3, 4, 5);
  }

  @Test
  void laterSegmentsReadOldAndNewValues() {
    var next = a.add(1);
    updates.put(a, next);
    var old = a.reshape(4).sum(false);
    var both = next.multiply(a);
    segment(Segment.Kind.UPDATE, next);
    segment(Segment.Kind.FORWARD, old, both);
    try (var plan = plan(old, both)) {
      plan.run();
      assertArrayEquals(new float[] {10}, fetch(plan, old));
      assertArrayEquals(new float[] {2, 6, 12, 20}, fetch(plan, both));
    }
    assertVariable("a", 2, 3, 4, 5);
  }

  @Test
  void aValueComputedBeforeItsUpdateIsWrittenInTheUpdate() {
    var next = a.matmul(b);
    updates.put(a, next);
    var loss = next.sum(false);
    segment(Segment.Kind.FORWARD, loss);
    segment(Segment.Kind.UPDATE, next);
    try (var plan = plan(loss)) {
      plan.run(0);
      assertVariable("a", 1, 2, 3, 4);
      assertArrayEquals(new float[] {540}, fetch(plan, loss));
      plan.run(1);
    }
    assertVariable("a", 70, 100, 150, 220);
  }
}
