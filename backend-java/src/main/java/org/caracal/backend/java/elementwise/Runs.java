package org.caracal.backend.java.elementwise;

import java.util.OptionalInt;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.ElementwiseProgram;

/**
 * The runs of a program's iteration shape in which inputs have one element for all, such as those
 * {@code [C, 1]} for {@code [N, C, length]}. Blocks end where runs do, so that this element is read
 * once for a block.
 *
 * @param shape the iteration shape
 * @param length the length of a run; that of all if no input is worth shorter blocks
 */
record Runs(Shape shape, int length) {
  /** Shorter blocks take longer to begin than to fill. */
  private static final int SHORTEST = 128;

  static Runs of(ElementwiseProgram program) {
    var shape = program.shape();
    var length =
        program.inputs().stream()
            .map(input -> new BroadcastInput(input.shape(), shape))
            .flatMapToInt(input -> repeats(input).stream())
            .filter(repeats -> repeats >= SHORTEST)
            .min();
    return new Runs(shape, length.orElse(Math.max(1, shape.size())));
  }

  private static OptionalInt repeats(BroadcastInput input) {
    return input.kind() == BroadcastInput.Kind.GENERAL ? input.repeats() : OptionalInt.empty();
  }

  /** Whether an input has one element for all of each run. */
  boolean hasOne(TensorType input) {
    var access = new BroadcastInput(input.shape(), shape);
    var repeats = repeats(access);
    return access.kind() == BroadcastInput.Kind.SCALAR
        || repeats.isPresent() && repeats.getAsInt() % length == 0;
  }

  /** The number of elements from one on that are in its run. */
  int rest(int at) {
    return length - at % length;
  }
}
