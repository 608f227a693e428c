package org.caracal.backend.java.elementwise;

/**
 * One step of a compiled program.
 *
 * @param loop computes the step for one block
 * @param operands slots that it reads
 * @param result slot that it writes
 * @param nanos estimated time for one element
 */
record Instruction(Loop loop, int[] operands, int result, double nanos) {
  /** Computes one step for the block of a frame. */
  @FunctionalInterface
  interface Loop {
    void run(Frame frame, int[] operands, int result);
  }

  void run(Frame frame) {
    loop.run(frame, operands, result);
  }

  static Loop of(FloatLoops.One loop) {
    return (f, in, out) ->
        loop.run(f.floats(in[0]), f.offsets[in[0]], f.floats(out), f.offsets[out], f.length);
  }

  static Loop of(FloatLoops.Two loop) {
    return (f, in, out) ->
        loop.run(
            f.floats(in[0]),
            f.offsets[in[0]],
            f.floats(in[1]),
            f.offsets[in[1]],
            f.floats(out),
            f.offsets[out],
            f.length);
  }

  static Loop of(FloatLoops.Three loop) {
    return (f, in, out) ->
        loop.run(
            f.floats(in[0]),
            f.offsets[in[0]],
            f.floats(in[1]),
            f.offsets[in[1]],
            f.floats(in[2]),
            f.offsets[in[2]],
            f.floats(out),
            f.offsets[out],
            f.length);
  }

  static Loop of(DoubleLoops.One loop) {
    return (f, in, out) ->
        loop.run(f.doubles(in[0]), f.offsets[in[0]], f.doubles(out), f.offsets[out], f.length);
  }

  static Loop of(DoubleLoops.Two loop) {
    return (f, in, out) ->
        loop.run(
            f.doubles(in[0]),
            f.offsets[in[0]],
            f.doubles(in[1]),
            f.offsets[in[1]],
            f.doubles(out),
            f.offsets[out],
            f.length);
  }

  static Loop of(DoubleLoops.Three loop) {
    return (f, in, out) ->
        loop.run(
            f.doubles(in[0]),
            f.offsets[in[0]],
            f.doubles(in[1]),
            f.offsets[in[1]],
            f.doubles(in[2]),
            f.offsets[in[2]],
            f.doubles(out),
            f.offsets[out],
            f.length);
  }
}
