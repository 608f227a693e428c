package org.caracal.backend.java.elementwise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.caracal.array.DType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.Workspace;

/**
 * A program that computes any stretch of its iteration shape. Several threads may run different
 * stretches at the same time, and an output may be the same array as an input.
 *
 * <p>It is computed block by block, so that what is between its instructions stays in the
 * first-level cache. Instructions read inputs and write outputs where they are, unless they want
 * their blocks at index 0, or a later instruction still reads an input that may be the output's
 * array.
 */
public final class CompiledProgram {
  /**
   * Number of elements in a block: eight blocks of floats fill half of a first-level cache of 32
   * KiB.
   */
  public static final int BLOCK = 512;

  /**
   * Number of elements in a block where nothing is between instructions: few enough for loops to be
   * called often, because C2 compiles what is called often.
   */
  static final int STRETCH = 4096;

  private final Runs runs;
  private final Slots slots;
  private final Instruction[] instructions;
  private final PerThread<Frame> frames;
  private final int length;
  private final int blockLength;
  private final double nanos;
  private final List<ProgramInput> inputs = new ArrayList<>();
  private final int[] outputSlots;
  private final boolean[] aside;
  private final Object[][] asides;
  private final Object[] outputs;

  /** The number of results that are stored in the outputs, and what holds the others. */
  private final int stored;

  private final Scratch[][] own;

  /** Compiles a program for so many threads. */
  public CompiledProgram(
      ElementwiseProgram program, ElementwiseLoops loops, Workspace workspace, int threads) {
    this(program, program.results().size(), 0, false, loops, workspace, threads);
  }

  /** Compiles a program whose first input, of the iteration shape, is given to each run. */
  public static CompiledProgram withGiven(
      ElementwiseProgram program, ElementwiseLoops loops, Workspace workspace, int threads) {
    return new CompiledProgram(
        program, program.results().size(), 0, true, loops, workspace, threads);
  }

  /**
   * Compiles a program whose last results each thread gets in arrays of its own.
   *
   * @param stored the number of results that are stored in outputs
   * @param longest the most elements of a run
   */
  public CompiledProgram(
      ElementwiseProgram program,
      int stored,
      int longest,
      ElementwiseLoops loops,
      Workspace workspace,
      int threads) {
    this(program, stored, longest, false, loops, workspace, threads);
  }

  private CompiledProgram(
      ElementwiseProgram program,
      int stored,
      int longest,
      boolean given,
      ElementwiseLoops loops,
      Workspace workspace,
      int threads) {
    this.stored = stored;
    own = new Scratch[program.results().size() - stored][threads];
    for (var i = 0; i < own.length; i++) {
      var dtype = program.dtype(program.results().get(stored + i));
      for (var worker = 0; worker < threads; worker++) {
        own[i][worker] = workspace.indexed(dtype, "own-" + worker, i, longest);
      }
    }
    runs = Runs.of(program);
    var lowering = new Lowering(program, runs, loops, given);
    slots = lowering.slots();
    length = program.shape().size();
    var grouping =
        new Grouping(lowering.steps(), slots, loops.fused(), length, isOfWholeArrays(program));
    instructions = grouping.instructions().toArray(Instruction[]::new);
    nanos = grouping.instructions().stream().mapToDouble(Instruction::nanos).sum();
    frames =
        new PerThread<>(
            threads,
            worker ->
                new Frame(
                    slots.size(),
                    workspace.floatBlocks(worker, FloatFunctions.BLOCKS, BLOCK),
                    workspace.doubleBlocks(worker, DoubleFunctions.BLOCKS, BLOCK)));
    outputSlots = new int[program.results().size()];
    aside = new boolean[outputSlots.length];
    asides = new Object[outputSlots.length][threads];
    outputs = new Object[outputSlots.length];
    var anyOffsets = loops.fused().takeAnyOffsets();
    for (var slot = 0; slot < slots.size(); slot++) {
      place(slot, program, workspace, anyOffsets);
    }
    new Temporaries(slots, grouping.instructions()).place(frames, workspace);
    blockLength =
        instructions.length == 1
            ? inputs.stream().mapToInt(ProgramInput::most).min().orElse(STRETCH)
            : BLOCK;
  }

  private void place(
      int slot, ElementwiseProgram program, Workspace workspace, boolean anyOffsets) {
    var place = slots.get(slot);
    switch (place.place()) {
      case CONSTANT -> {
        if (isOfUnfused(slot)) {
          var block = place.dtype().newArray(BLOCK);
          Frame.fill(block, place.value());
          for (var worker = 0; worker < frames.threads(); worker++) {
            frames.get(worker).put(slot, block, 0);
          }
        }
      }
      case INPUT -> inputs.add(input(slot, program, workspace, anyOffsets));
      case OUTPUT -> {
        var index = place.index();
        outputSlots[index] = slot;
        aside[index] =
            isOfUnfused(slot)
                || index < stored && isOverwrittenEarly(slot)
                || !anyOffsets && !isInLockstep(program);
        for (var worker = 0; worker < frames.threads(); worker++) {
          asides[index][worker] = block(workspace, place.dtype(), "stored-" + worker, index);
        }
      }
      case TEMPORARY -> {}
    }
  }

  private ProgramInput input(
      int slot, ElementwiseProgram program, Workspace workspace, boolean anyOffsets) {
    var place = slots.get(slot);
    IntFunction<Object> blocks =
        worker -> block(workspace, place.dtype(), "loaded-" + worker, slot);
    var atZero = isOfUnfused(slot) || !anyOffsets && !isInLockstep(program);
    if (place.apart()) {
      return new ProgramInput.Given(slot, place.index(), atZero, blocks, frames.threads());
    }
    return ProgramInput.of(
        slot,
        place.index(),
        program.inputs().get(place.index()),
        program.shape(),
        atZero,
        place.scalar() && !isOfUnfused(slot),
        blocks,
        frames.threads());
  }

  /** Whether all blocks are in arrays of the iteration shape, and so have the same offset. */
  private boolean isInLockstep(ElementwiseProgram program) {
    return instructions.length == 1 && instructions[0].fused() && isOfWholeArrays(program);
  }

  /** Whether all arrays are of the iteration shape, but for those that have one for a block. */
  private boolean isOfWholeArrays(ElementwiseProgram program) {
    return own.length == 0
        && program.inputs().stream()
            .allMatch(
                input -> input.shape().size() == program.shape().size() || runs.hasOne(input));
  }

  private boolean isOfUnfused(int slot) {
    return Arrays.stream(instructions)
        .anyMatch(
            instruction ->
                !instruction.fused()
                    && (contains(instruction.operands(), slot)
                        || contains(instruction.results(), slot)));
  }

  /** Whether an input is read after an output, which may be the same array, was written. */
  private boolean isOverwrittenEarly(int output) {
    var written = 0;
    while (!contains(instructions[written].results(), output)) {
      written++;
    }
    return Arrays.stream(instructions)
        .skip(written + 1L)
        .flatMapToInt(instruction -> Arrays.stream(instruction.operands()))
        .anyMatch(slot -> slots.get(slot).place() == Slots.Place.INPUT);
  }

  private static boolean contains(int[] list, int slot) {
    return Arrays.stream(list).anyMatch(one -> one == slot);
  }

  private static Object block(Workspace workspace, DType dtype, String purpose, int index) {
    return workspace.indexed(dtype, purpose, index, BLOCK).array();
  }

  /** The number of elements of the iteration shape. */
  public int length() {
    return length;
  }

  /** Estimated time for one element. */
  public double nanosPerElement() {
    return nanos;
  }

  /** Sets the arrays of inputs and of outputs that are stored for the runs that follow. */
  public void bind(Object[] inputArrays, Object[] outputArrays) {
    System.arraycopy(outputArrays, 0, outputs, 0, stored);
    for (var i = 0; i < inputs.size(); i++) {
      inputs.get(i).bind(inputArrays[inputs.get(i).number()]);
    }
  }

  /** What a thread got in its last run of a result that is not stored, from index 0 on. */
  public Object own(int result, int worker) {
    return own[result][worker].array();
  }

  /** Computes elements from a row-major index on from a given input, which stands elsewhere. */
  public void run(int worker, Object array, int at, int start, int count) {
    for (var i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) instanceof ProgramInput.Given given) {
        given.give(worker, array, at - start);
      }
    }
    run(worker, start, count);
  }

  /** Computes {@code count} elements from a row-major index on. */
  public void run(int worker, int start, int count) {
    var frame = frames.get(worker);
    for (var at = start; at < start + count; at += frame.length) {
      frame.length = Math.min(Math.min(blockLength, runs.rest(at)), start + count - at);
      point(frame, worker, at, start);
      for (var instruction : instructions) {
        instruction.run(frame);
      }
      for (var i = 0; i < outputs.length; i++) {
        if (aside[i]) {
          System.arraycopy(
              asides[i][worker], 0, target(i, worker), offset(i, at, start), frame.length);
        }
      }
    }
  }

  private Object target(int output, int worker) {
    return output < stored ? outputs[output] : own(output - stored, worker);
  }

  private int offset(int output, int at, int start) {
    return output < stored ? at : at - start;
  }

  private void point(Frame frame, int worker, int at, int start) {
    for (var i = 0; i < inputs.size(); i++) {
      inputs.get(i).point(frame, worker, at);
    }
    for (var i = 0; i < outputs.length; i++) {
      frame.put(
          outputSlots[i],
          aside[i] ? asides[i][worker] : target(i, worker),
          aside[i] ? 0 : offset(i, at, start));
    }
  }
}
