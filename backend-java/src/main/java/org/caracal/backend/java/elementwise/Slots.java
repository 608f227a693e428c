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
    /** A block that is filled once, when the program is compiled. */
    CONSTANT,
    /** In the thread's scratch memory. */
    TEMPORARY,
    /** In an output of the program. */
    OUTPUT
  }

  /**
   * One slot; {@code index} is the number of the input or output, {@code value} that of a constant.
   */
  record Slot(DType dtype, Place place, int index, double value) {}

  private final List<Slot> slots = new ArrayList<>();

  int input(DType dtype, int index) {
    return add(new Slot(dtype, Place.INPUT, index, 0));
  }

  int constant(DType dtype, double value) {
    return add(new Slot(dtype, Place.CONSTANT, 0, value));
  }

  int temporary(DType dtype) {
    return add(new Slot(dtype, Place.TEMPORARY, 0, 0));
  }

  /** Makes a temporary slot the place where an output is computed. */
  void makeOutput(int slot, int output) {
    slots.set(slot, new Slot(slots.get(slot).dtype(), Place.OUTPUT, output, 0));
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
