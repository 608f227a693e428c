package org.caracal.core.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/** Snapshots whose content follows from their step. */
final class Snapshots {
  private Snapshots() {}

  static Snapshot of(long step) {
    return of(step, 4);
  }

  /** A snapshot with tensors of all element types; one of them has so many elements. */
  static Snapshot of(long step, int size) {
    var values = new float[size];
    Arrays.fill(values, (float) step);
    var truths = NdArray.wrap(new TensorType(DType.BOOL, Shape.of(2)), new byte[] {0, 1});
    return new Snapshot(
        step,
        Map.of("job", Map.of("name", "test – ü", "list", List.of(1, 2.5, true)), "updates", step),
        Map.of(
            "dense/kernel", NdArray.of(Shape.of(size), values),
            "dense/kernel#train/velocity", NdArray.of(Shape.of(2), Double.NaN, (double) step),
            "count", NdArray.of(Shape.SCALAR, Long.MIN_VALUE + step),
            "index", NdArray.of(Shape.of(1, 1), (int) step),
            "empty", NdArray.zeros(TensorType.float32(0, 3)),
            "truths", truths));
  }

  /** Whether a snapshot is what it was when it was saved. */
  static boolean isIntact(Snapshot snapshot) {
    var kernel = snapshot.tensors().get("dense/kernel");
    var expected = of(snapshot.step(), kernel.size());
    return expected.tensors().keySet().equals(snapshot.tensors().keySet())
        && expected.tensors().entrySet().stream()
            .allMatch(entry -> isSame(entry.getValue(), snapshot.tensors().get(entry.getKey())))
        && snapshot.meta().get("job").equals(expected.meta().get("job"))
        && ((Number) snapshot.meta().get("updates")).longValue() == snapshot.step();
  }

  private static boolean isSame(NdArray one, NdArray other) {
    return one.type().equals(other.type()) && Arrays.equals(one.toDoubles(), other.toDoubles());
  }
}
