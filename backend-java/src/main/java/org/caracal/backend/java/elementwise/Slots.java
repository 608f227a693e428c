package org.caracal.backend.java.elementwise;

import java.util.ArrayList;
import java.util.List;
import org.caracal.array.DType;

/**
 * The places that a program reads and writes: one for each input, constant and intermediate result.
 */
final class Slots {
  /** Where a slot's block is found. */
  enum Place {
    /** In an input of the program. */
    INPUT,
    /** The same number for all elements. */
    CONSTANT,
    /** In the thread's scratch memory, if anywhere. */
    TEMPORARY,
    /** In an output of the program. */
    OUTPUT
  }

  /**
   * One slot.
   *
   * @param index the number of the input or output
   * @param value that of a constant
   * @param scalar whether it is an input of which one element stands for all of a block
   * @param apart whether it is an input that never has the offset of the others
   */
  record Slot(DType dtype, Place place, int index, double value, boolean scalar, boolean apart) {}

  private final List<Slot> slots = new ArrayList<>();

  int input(DType dtype, int index, boolean scalar, boolean apart) {
    return add(new Slot(dtype, Place.INPUT, index, 0, scalar, apart));
  }

  int constant(DType dtype, double value) {
    return add(new Slot(dtype, Place.CONSTANT, 0, value, false, false));
  }

  int temporary(DType dtype) {
    return add(new Slot(dtype, Place.TEMPORARY, 0, 0, false, false));
  }

  /** Makes a temporary slot the place where an output is computed. */
  void makeOutput(int slot, int output) {
    slots.set(slot, new Slot(slots.get(slot).dtype(), Place.OUTPUT, output, 0, false, false));
  }

  Slot get(int slot) {
    return slots.get(slot);
  }

  int size() {
    return slots.size();
  }

  private int add(Slot slot) {
    slots.add(slot);
    return slots.size() - 1;
  }
}
