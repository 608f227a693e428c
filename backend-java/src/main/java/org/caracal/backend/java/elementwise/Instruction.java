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
  /**
   * Computes one step for the block of a frame. Every array starts with the block, at index 0: C2
   * turns a plain loop into vector instructions only if all its accesses have the same index.
   */
  @FunctionalInterface
  interface Loop {
    void run(Frame frame, int[] operands, int result);
  }

  /** A loop for blocks that start anywhere in their arrays. */
  @FunctionalInterface
  interface Anywhere extends Loop {}

  void run(Frame frame) {
    loop.run(frame, operands, result);
  }

  boolean runsAnywhere() {
    return loop instanceof Anywhere;
  }

  static Loop of(FloatLoops.One loop) {
    return (f, in, out) -> loop.run(f.floats(in[0]), f.floats(out), f.length);
  }

  static Loop of(FloatFunctions.Passes passes) {
    return (f, in, out) -> passes.run(f.floats(in[0]), f.floats(out), f.length, f.floatScratch);
  }

  static Loop of(FloatLoops.Two loop) {
    return (f, in, out) -> loop.run(f.floats(in[0]), f.floats(in[1]), f.floats(out), f.length);
  }

  static Loop of(FloatLoops.Three loop) {
    return (f, in, out) ->
        loop.run(f.floats(in[0]), f.floats(in[1]), f.floats(in[2]), f.floats(out), f.length);
  }

  static Loop of(DoubleLoops.One loop) {
    return (f, in, out) -> loop.run(f.doubles(in[0]), f.doubles(out), f.length);
  }

  static Loop of(DoubleFunctions.Passes passes) {
    return (f, in, out) -> passes.run(f.doubles(in[0]), f.doubles(out), f.length, f.doubleScratch);
  }

  static Loop of(DoubleLoops.Two loop) {
    return (f, in, out) -> loop.run(f.doubles(in[0]), f.doubles(in[1]), f.doubles(out), f.length);
  }

  static Loop of(DoubleLoops.Three loop) {
    return (f, in, out) ->
        loop.run(f.doubles(in[0]), f.doubles(in[1]), f.doubles(in[2]), f.doubles(out), f.length);
  }
}
