package org.caracal.backend.java.elementwise;

/**
 * One step of a compiled program, or several that are computed together.
 *
 * @param loop computes the step for one block
 * @param fused whether it is made of operators; if not, its blocks have to start at index 0
 * @param operands slots that it reads
 * @param results slots that it writes
 * @param nanos estimated time for one element
 */
record Instruction(Loop loop, boolean fused, int[] operands, int[] results, double nanos) {
  /** Computes the block of a frame. */
  @FunctionalInterface
  interface Loop {
    void run(Frame frame, int[] operands, int result);
  }

  void run(Frame frame) {
    loop.run(frame, operands, results[0]);
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

  static Loop of(DoubleLoops.One loop) {
    return (f, in, out) -> loop.run(f.doubles(in[0]), f.doubles(out), f.length);
  }

  static Loop of(DoubleFunctions.Passes passes) {
    return (f, in, out) -> passes.run(f.doubles(in[0]), f.doubles(out), f.length, f.doubleScratch);
  }

  static Loop of(DoubleLoops.Two loop) {
    return (f, in, out) -> loop.run(f.doubles(in[0]), f.doubles(in[1]), f.doubles(out), f.length);
  }
}
