package org.caracal.backend.java.elementwise;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes loops from their bytecode, one for all programs that have the same. Each is a hidden class,
 * which the garbage collector frees when nothing refers to it any more. Thread-safe.
 */
final class FusedLoops {
  /** Loops are kept for other programs, up to so many. */
  private static final int KEPT = 1000;

  /** Arrays of fewer elements are not worth the making of a vector loop. */
  private static final int FEWEST_ELEMENTS = 256;

  /** C2 of JDK 17 begins to allocate vectors at 8,000 bytecodes (DesiredMethodLimit). */
  private static final double HEAVIEST_VECTORS = 70;

  /** Of plain loops with more steps, C2 often makes no vectors. */
  private static final double HEAVIEST_PLAIN = 30;

  private static final MethodType TYPE =
      MethodType.methodType(void.class, Object[].class, int[].class, int.class, int.class);

  private final int lanes;
  private final Map<ByteBuffer, FusedLoop> known = new ConcurrentHashMap<>();

  /**
   * Creates a maker.
   *
   * @param lanes number of {@code float32} lanes of vectors, or 1 if there are none
   */
  FusedLoops(int lanes) {
    this.lanes = lanes;
  }

  /** Whether the arrays of a block need not have the same offset for loops to be fast. */
  boolean takeAnyOffsets() {
    return lanes > 1;
  }

  /** Whether there are vectors. */
  boolean useVectors() {
    return lanes > 1;
  }

  /** The greatest weight of a loop. */
  double heaviest() {
    return lanes > 1 ? HEAVIEST_VECTORS : HEAVIEST_PLAIN;
  }

  /**
   * The loop that computes some steps for arrays of so many elements.
   *
   * @param lockstep whether all arrays have the same offset; without vectors they always have
   */
  FusedLoop compile(Fused fused, Slots slots, int length, boolean lockstep) {
    var together = lockstep || !takeAnyOffsets();
    var code = ScalarCode.of(fused, slots, together);
    var small = length < FEWEST_ELEMENTS;
    var key = ByteBuffer.wrap(small ? java.util.Arrays.copyOf(code, code.length + 1) : code);
    var loop = known.get(key);
    if (loop == null) {
      loop = make(code, fused, slots, small, together);
      if (known.size() < KEPT) {
        known.put(key, loop);
      }
    }
    return loop;
  }

  private FusedLoop make(byte[] code, Fused fused, Slots slots, boolean small, boolean together) {
    var own = fused.dtype().bytes() == 4 ? lanes : lanes / 2;
    return small || own < 2
        ? new FusedLoop(define(code))
        : new FusedLoop(
            define(code),
            define(VectorCode.of(fused, slots, own, together)),
            own,
            fused.steps().size());
  }

  /**
   * The handle is no constant, so C2 does not inline what it calls: each loop is compiled by
   * itself, as one that is compiled with others may exceed what C2 of JDK 17 can do with vectors.
   */
  static FusedLoop.Code define(byte[] code) {
    MethodHandle handle;
    try {
      var hidden = MethodHandles.lookup().defineHiddenClass(code, false);
      handle = hidden.findStatic(hidden.lookupClass(), LoopCode.METHOD, TYPE);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a loop cannot be made: " + e, e);
    }
    return (arrays, offsets, from, to) -> {
      try {
        handle.invokeExact(arrays, offsets, from, to);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
