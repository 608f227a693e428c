package org.caracal.backend.java.elementwise;

import java.util.List;

/** When the slots of a program are written and last read, as positions in its instructions. */
final class Liveness {
  private final int[] defined;
  private final int[] lastRead;

  Liveness(int slots, List<Instruction> instructions) {
    defined = new int[slots];
    lastRead = new int[slots];
    java.util.Arrays.fill(defined, -1);
    java.util.Arrays.fill(lastRead, -1);
    for (var i = 0; i < instructions.size(); i++) {
      defined[instructions.get(i).result()] = i;
      for (var operand : instructions.get(i).operands()) {
        lastRead[operand] = i;
      }
    }
  }

  /** Whether a slot is read after another has been written. */
  boolean readAfter(int read, int written) {
    return lastRead[read] > defined[written];
  }

  /** Whether an instruction is the last to read a slot. */
  boolean diesAt(int slot, int instruction) {
    return lastRead[slot] <= instruction && defined[slot] <= instruction;
  }
}
