package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caracal.array.DType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each value a buffer. Values whose lives do not overlap share storage; a program may write
 * over an input that nobody reads any more.
 */
final class BufferAssignment {
  /** Storage is not used for values smaller than it by more than this factor. */
  private static final int MOST_WASTE = 4;

  /** Below this number of elements waste does not matter. */
  private static final int SMALL = 1024;

  private final boolean onHeap;
  private final Lives lives;
  private final Map<Node, Slot> slots = new HashMap<>();
  private final Set<Node> overwritten = new HashSet<>();
  private final List<Slot> free = new ArrayList<>();

  /** The buffer of each node that has storage, variables and feeds included. */
  final Map<Node, Buffer> buffers;

  /** The buffers that were allocated. */
  final List<Buffer> owned = new ArrayList<>();

  /**
   * Assigns buffers.
   *
   * @param bound the buffers of feeds and variables
   */
  BufferAssignment(
      BackendSession session, Schedule schedule, StepNodes step, Map<Node, Buffer> bound) {
    try (var probe = session.allocate(DType.FLOAT32, 0)) {
      onHeap = probe instanceof HeapBuffer;
    }
    lives = new Lives(schedule.order, step);
    buffers = new HashMap<>(bound);
    schedule.written.forEach((value, variable) -> buffers.put(value, bound.get(variable)));
    for (var at = 0; at < schedule.order.size(); at++) {
      var unit = schedule.order.get(at);
      for (var i = 0; i < unit.outputs.size(); i++) {
        if (!buffers.containsKey(unit.outputs.get(i))) {
          slots.put(unit.outputs.get(i), slot(unit, i, at));
        }
      }
      lives.endingAfter(at).forEach(this::release);
    }
    allocate(session);
  }

  private Slot slot(Unit unit, int output, int at) {
    var node = unit.outputs.get(output);
    if (lives.isEndless(node)) {
      return new Slot(node);
    }
    var input = dyingInput(unit, output, at);
    if (input != null) {
      overwritten.add(input);
      return slots.get(input);
    }
    return take(node);
  }

  /** An input that may be written over by an output because nobody reads it later, or null. */
  private @Nullable Node dyingInput(Unit unit, int output, int at) {
    var type = unit.request.outputs().get(output);
    for (var i = unit.firstProgramInput(output); i < unit.inputs.size(); i++) {
      var input = unit.inputs.get(i);
      if (slots.containsKey(input)
          && lives.endsBy(input, at)
          && unit.request.inputs().get(i).equals(type)
          && unit.inputs.indexOf(input) == unit.inputs.lastIndexOf(input)
          && !overwritten.contains(input)) {
        return input;
      }
    }
    return null;
  }

  private void release(Node node) {
    if (slots.containsKey(node) && !overwritten.contains(node)) {
      free.add(slots.get(node));
    }
  }

  /**
   * The best free storage: the smallest that is large enough, else the largest, which then grows,
   * else new storage.
   */
  private Slot take(Node node) {
    var length = node.type.shape().size();
    Slot best = null;
    for (var i = free.size() - 1; i >= 0; i--) {
      var slot = free.get(i);
      if (slot.dtype == node.type.dtype()
          && suits(slot, length)
          && (best == null || isBetter(slot, best, length))) {
        best = slot;
      }
    }
    if (best == null) {
      return new Slot(node);
    }
    free.remove(best);
    best.capacity = Math.max(best.capacity, length);
    return best;
  }

  /** Only on the heap can a part of a buffer be given to a kernel. */
  private boolean suits(Slot slot, int length) {
    return onHeap
        ? slot.capacity <= Math.max((long) MOST_WASTE * length, SMALL)
        : slot.capacity == length;
  }

  private static boolean isBetter(Slot slot, Slot best, int length) {
    if (best.capacity < length) {
      return slot.capacity > best.capacity;
    }
    return slot.capacity >= length && slot.capacity < best.capacity;
  }

  private void allocate(BackendSession session) {
    var views = new HashMap<Slot, Map<Integer, Buffer>>();
    slots.forEach(
        (node, slot) -> {
          if (slot.buffer == null) {
            slot.buffer = session.allocate(slot.dtype, slot.capacity);
            owned.add(slot.buffer);
          }
          var whole = slot.buffer;
          var viewsOfSlot = views.computeIfAbsent(slot, key -> new HashMap<>());
          buffers.put(
              node,
              viewsOfSlot.computeIfAbsent(node.type.shape().size(), length -> view(whole, length)));
        });
  }

  private static Buffer view(Buffer buffer, int length) {
    return buffer.length() > length && buffer instanceof HeapBuffer heap
        ? heap.prefix(length)
        : buffer;
  }

  /** Storage that values use one after the other. */
  private static final class Slot {
    final DType dtype;
    int capacity;
    @Nullable Buffer buffer;

    Slot(Node first) {
      dtype = first.type.dtype();
      capacity = first.type.shape().size();
    }
  }
}
