package org.caracal.backend.java.elementwise;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Gives intermediate results blocks of scratch memory, the same one to those that are never needed
 * at the same time. A result may stand where an operand did that is read for the last time.
 */
final class Temporaries {
  private final Slots slots;
  private final List<Instruction> instructions;
  private final int[] lastRead;
  private final int[] blocks;
  private final Map<DType, Deque<Integer>> free = new EnumMap<>(DType.class);
  private final Map<DType, Integer> used = new EnumMap<>(DType.class);

  Temporaries(Slots slots, List<Instruction> instructions) {
    this.slots = slots;
    this.instructions = instructions;
    lastRead = new int[slots.size()];
    blocks = new int[slots.size()];
    Arrays.fill(lastRead, -1);
    for (var i = 0; i < instructions.size(); i++) {
      for (var operand : instructions.get(i).operands()) {
        lastRead[operand] = i;
      }
    }
  }

  void place(PerThread<Frame> frames, Workspace workspace) {
    for (var i = 0; i < instructions.size(); i++) {
      var now = i;
      Arrays.stream(instructions.get(i).operands())
          .distinct()
          .filter(slot -> lastRead[slot] == now)
          .forEach(this::release);
      for (var result : instructions.get(i).results()) {
        if (slots.get(result).place() == Slots.Place.TEMPORARY) {
          take(result, frames, workspace);
        }
      }
      Arrays.stream(instructions.get(i).results())
          .filter(slot -> lastRead[slot] < 0)
          .forEach(this::release);
    }
  }

  private void take(int slot, PerThread<Frame> frames, Workspace workspace) {
    var dtype = slots.get(slot).dtype();
    var reusable = free(dtype);
    blocks[slot] = reusable.isEmpty() ? used.merge(dtype, 1, Integer::sum) - 1 : reusable.pop();
    for (var worker = 0; worker < frames.threads(); worker++) {
      var block = workspace.indexed(dtype, "block-" + worker, blocks[slot], CompiledProgram.BLOCK);
      frames.get(worker).put(slot, block.array(), 0);
    }
  }

  private void release(int slot) {
    if (slots.get(slot).place() == Slots.Place.TEMPORARY) {
      free(slots.get(slot).dtype()).push(blocks[slot]);
    }
  }

  private Deque<Integer> free(DType dtype) {
    return free.computeIfAbsent(dtype, key -> new ArrayDeque<>());
  }
}
