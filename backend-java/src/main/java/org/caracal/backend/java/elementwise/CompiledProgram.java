package org.caracal.backend.java.elementwise;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.caracal.array.DType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.java.parallel.Workspace;

/**
 * A program that computes any stretch of its iteration shape, block by block, so that intermediate
 * results stay in the first-level cache. Several threads may run different stretches at the same
 * time.
 *
 * <p>An output may be the same array as an input: a block is computed from its own elements only,
 * and where a later instruction still reads the input the output is kept aside until the block is
 * done.
 *
 * <p>If one of the loops wants its blocks at the start of their arrays, every block but the first
 * is copied from its inputs and to its outputs.
 */
public final class CompiledProgram {
  /**
   * Number of elements in a block: eight blocks of floats fill half of a first-level cache of 32
   * KiB.
   */
  public static final int BLOCK = 512;

  private static final int LONGEST_TILE = 8 * BLOCK;

  private final Slots slots;
  private final Instruction[] instructions;
  private final Frame[] frames;
  private final int length;
  private final double nanos;
  private final boolean staged;

  private final List<Input> inputs = new ArrayList<>();
  private final int[] outputSlots;
  private final boolean[] kept;
  private final Object[][] asides;
  private final boolean[][] conflicts;
  private final Object[] outputs;

  /**
   * An input as the program reads it: the array, for repeated ones a copy that spares the blocks to
   * be collected, and for those that are collected a block for each thread.
   */
  private static final class Input {
    final int slot;
    final int number;
    final BroadcastInput access;
    final BroadcastInput.Kind kind;
    final Object[] blocks;
    Object array = new Object();

    Input(int slot, int number, BroadcastInput access, BroadcastInput.Kind kind, int threads) {
      this.slot = slot;
      this.number = number;
      this.access = access;
      this.kind = kind;
      this.blocks = new Object[threads];
    }
  }

  /** Compiles a program for so many threads. */
  public CompiledProgram(
      ElementwiseProgram program, ElementwiseLoops loops, Workspace workspace, int threads) {
    var lowering = new Lowering(program, loops);
    slots = lowering.slots();
    instructions = lowering.instructions().toArray(Instruction[]::new);
    length = program.shape().size();
    nanos = lowering.instructions().stream().mapToDouble(Instruction::nanos).sum();
    staged = !lowering.instructions().stream().allMatch(Instruction::runsAnywhere);
    frames = new Frame[threads];
    for (var worker = 0; worker < threads; worker++) {
      frames[worker] =
          new Frame(
              slots.size(),
              workspace.floatBlocks(worker, FloatFunctions.BLOCKS, BLOCK),
              workspace.doubleBlocks(worker, DoubleFunctions.BLOCKS, BLOCK));
    }
    var liveness = new Liveness(slots.size(), lowering.instructions());
    outputSlots = new int[program.results().size()];
    outputs = new Object[outputSlots.length];
    kept = new boolean[outputSlots.length];
    conflicts = new boolean[outputSlots.length][program.inputs().size()];
    asides = new Object[outputSlots.length][threads];
    placeInputs(program, workspace);
    placeTemporaries(liveness, workspace);
    placeOutputs(liveness, workspace);
  }

  /** The number of elements of the iteration shape. */
  public int length() {
    return length;
  }

  /** Estimated time for one element. */
  public double nanosPerElement() {
    return nanos;
  }

  private void placeInputs(ElementwiseProgram program, Workspace workspace) {
    for (var slot = 0; slot < slots.size(); slot++) {
      var place = slots.get(slot);
      if (place.place() == Slots.Place.CONSTANT) {
        var block = constant(place);
        for (var frame : frames) {
          frame.arrays[slot] = block;
        }
      } else if (place.place() == Slots.Place.INPUT) {
        var access =
            new BroadcastInput(
                place.dtype(), program.inputs().get(place.index()).shape(), program.shape());
        var kind = access.kind();
        if (kind == BroadcastInput.Kind.REPEATED
            && (staged || access.size() > LONGEST_TILE || length < 2 * BLOCK)) {
          kind = BroadcastInput.Kind.GENERAL;
        }
        var input = new Input(slot, place.index(), access, kind, frames.length);
        inputs.add(input);
        switch (kind) {
          case SCALAR -> input.array = place.dtype().newArray(Math.min(BLOCK, length));
          case REPEATED -> input.array = place.dtype().newArray(access.size() + BLOCK);
          case FULL, GENERAL -> {
            for (var worker = 0; worker < frames.length; worker++) {
              input.blocks[worker] = block(workspace, place.dtype(), "loaded-" + worker, slot);
            }
          }
        }
      }
    }
  }

  private Object constant(Slots.Slot slot) {
    var block = slot.dtype().newArray(Math.min(BLOCK, length));
    for (var i = 0; i < Math.min(BLOCK, length); i++) {
      switch (slot.dtype()) {
        case FLOAT32 -> ((float[]) block)[i] = (float) slot.value();
        case FLOAT64 -> ((double[]) block)[i] = slot.value();
        case INT32 -> ((int[]) block)[i] = (int) slot.value();
        case INT64 -> ((long[]) block)[i] = (long) slot.value();
        case BOOL -> ((byte[]) block)[i] = (byte) (slot.value() != 0 ? 1 : 0);
      }
    }
    return block;
  }

  /**
   * Gives temporary slots blocks of scratch memory, the same one to slots that are never alive
   * together.
   */
  private void placeTemporaries(Liveness liveness, Workspace workspace) {
    var free = new EnumMap<DType, ArrayDeque<Integer>>(DType.class);
    var used = new EnumMap<DType, Integer>(DType.class);
    var blocks = new int[slots.size()];
    for (var i = 0; i < instructions.length; i++) {
      var result = instructions[i].result();
      var dtype = slots.get(result).dtype();
      for (var operand : java.util.Arrays.stream(instructions[i].operands()).distinct().toArray()) {
        if (slots.get(operand).place() == Slots.Place.TEMPORARY && liveness.diesAt(operand, i)) {
          free.computeIfAbsent(slots.get(operand).dtype(), key -> new ArrayDeque<>())
              .push(blocks[operand]);
        }
      }
      if (slots.get(result).place() == Slots.Place.TEMPORARY) {
        var reusable = free.computeIfAbsent(dtype, key -> new ArrayDeque<>());
        blocks[result] =
            reusable.isEmpty() ? used.merge(dtype, 1, Integer::sum) - 1 : reusable.pop();
        for (var worker = 0; worker < frames.length; worker++) {
          frames[worker].arrays[result] =
              block(workspace, dtype, "block-" + worker, blocks[result]);
        }
        if (liveness.diesAt(result, i)) {
          reusable.push(blocks[result]);
        }
      }
    }
  }

  private void placeOutputs(Liveness liveness, Workspace workspace) {
    for (var slot = 0; slot < slots.size(); slot++) {
      var place = slots.get(slot);
      if (place.place() == Slots.Place.OUTPUT) {
        outputSlots[place.index()] = slot;
        for (var worker = 0; worker < frames.length; worker++) {
          asides[place.index()][worker] =
              block(workspace, place.dtype(), "aside-" + worker, place.index());
        }
        for (var input : inputs) {
          conflicts[place.index()][input.number] = liveness.readAfter(input.slot, slot);
        }
      }
    }
  }

  private static Object block(Workspace workspace, DType dtype, String purpose, int index) {
    return workspace.indexed(dtype, purpose, index, BLOCK).array();
  }

  /** Sets the arrays of inputs and outputs for the runs that follow. */
  public void bind(Object[] inputArrays, Object[] outputArrays) {
    for (var input : inputs) {
      var array = inputArrays[input.number];
      switch (input.kind) {
        case FULL, GENERAL -> input.array = array;
        case SCALAR ->
            Frame.fill(
                slots.get(input.slot).dtype(), array, 0, input.array, 0, Math.min(BLOCK, length));
        case REPEATED -> repeat(array, input.access.size(), input.array);
      }
    }
    for (var i = 0; i < outputSlots.length; i++) {
      outputs[i] = outputArrays[i];
      kept[i] = false;
      for (var input : inputs) {
        kept[i] |= conflicts[i][input.number] && input.array == outputs[i];
      }
    }
  }

  private static void repeat(Object source, int size, Object target) {
    for (var done = 0; done < size + BLOCK; done += size) {
      System.arraycopy(source, 0, target, done, Math.min(size, size + BLOCK - done));
    }
  }

  /** Computes {@code count} elements from a row-major index on. */
  public void run(int worker, int start, int count) {
    var frame = frames[worker];
    for (var at = start; at < start + count; at += BLOCK) {
      frame.length = Math.min(BLOCK, start + count - at);
      point(frame, worker, at);
      for (var instruction : instructions) {
        instruction.run(frame);
      }
      for (var i = 0; i < outputSlots.length; i++) {
        if (isKeptAside(i, at)) {
          System.arraycopy(frame.arrays[outputSlots[i]], 0, outputs[i], at, frame.length);
        }
      }
    }
  }

  private void point(Frame frame, int worker, int at) {
    for (var i = 0; i < inputs.size(); i++) {
      var input = inputs.get(i);
      switch (input.kind) {
        case FULL -> {
          if (staged && at > 0) {
            System.arraycopy(input.array, at, input.blocks[worker], 0, frame.length);
            frame.arrays[input.slot] = input.blocks[worker];
            frame.offsets[input.slot] = 0;
          } else {
            frame.arrays[input.slot] = input.array;
            frame.offsets[input.slot] = at;
          }
        }
        case SCALAR -> frame.arrays[input.slot] = input.array;
        case REPEATED -> {
          frame.arrays[input.slot] = input.array;
          frame.offsets[input.slot] = at % input.access.size();
        }
        case GENERAL -> {
          frame.arrays[input.slot] = input.blocks[worker];
          input.access.load(input.array, at, frame.length, input.blocks[worker]);
        }
      }
    }
    for (var i = 0; i < outputSlots.length; i++) {
      var aside = isKeptAside(i, at);
      frame.arrays[outputSlots[i]] = aside ? asides[i][worker] : outputs[i];
      frame.offsets[outputSlots[i]] = aside ? 0 : at;
    }
  }

  private boolean isKeptAside(int output, int at) {
    return kept[output] || staged && at > 0;
  }
}
