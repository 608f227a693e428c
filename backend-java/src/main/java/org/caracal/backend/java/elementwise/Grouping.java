package org.caracal.backend.java.elementwise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.caracal.array.DType;

/**
 * Puts steps together, as many as can be computed in one loop: steps are divided into levels, on
 * each of which those that cannot be fused come first, then the fused ones that need nothing of a
 * later level.
 */
final class Grouping {
  private static final double ACCESS_NANOS = 0.06;

  private final List<LoweredStep> steps;
  private final Slots slots;
  private final FusedLoops loops;
  private final int length;
  private final boolean whole;

  /** For each slot the results of the steps that read it. */
  private final Map<Integer, List<Integer>> readers = new HashMap<>();

  private final List<Instruction> instructions = new ArrayList<>();

  /**
   * Groups steps.
   *
   * @param length the number of elements of the arrays
   * @param whole whether inputs and outputs have the same offset, where they are in place
   */
  Grouping(List<LoweredStep> steps, Slots slots, FusedLoops loops, int length, boolean whole) {
    this.steps = steps;
    this.slots = slots;
    this.loops = loops;
    this.length = length;
    this.whole = whole;
    for (var step : steps) {
      for (var slot : step.operands()) {
        readers.computeIfAbsent(slot, key -> new ArrayList<>()).add(step.result());
      }
    }
    var levels = levels();
    var last = levels.values().stream().mapToInt(level -> level).max().orElse(-1);
    for (var level = 0; level <= last; level++) {
      var now = level;
      var here = steps.stream().filter(step -> levels.get(step.result()) == now).toList();
      here.stream().filter(step -> !step.isFusible()).forEach(this::alone);
      for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        together(here.stream().filter(step -> step.isFusible() && step.dtype() == dtype).toList());
      }
    }
  }

  List<Instruction> instructions() {
    return instructions;
  }

  /** The level of each step, by its result. */
  private Map<Integer, Integer> levels() {
    var levels = new HashMap<Integer, Integer>();
    var fusible = new HashMap<Integer, Boolean>();
    for (var step : steps) {
      var level = 0;
      for (var operand : step.operands()) {
        var before = levels.getOrDefault(operand, 0);
        var behind = fusible.getOrDefault(operand, false) && !step.isFusible();
        level = Math.max(level, behind ? before + 1 : before);
      }
      levels.put(step.result(), level);
      fusible.put(step.result(), step.isFusible());
    }
    return levels;
  }

  private void alone(LoweredStep step) {
    instructions.add(
        new Instruction(
            step.loop().orElseThrow(),
            false,
            array(step.operands()),
            new int[] {step.result()},
            step.nanos()));
  }

  /** Divides a group of steps into loops that are not too long. */
  private void together(List<LoweredStep> group) {
    var part = new ArrayList<LoweredStep>();
    for (var step : group) {
      part.add(step);
      if (part.size() > 1 && weight(part) > loops.heaviest()) {
        part.remove(step);
        fuse(part);
        part = new ArrayList<>(List.of(step));
      }
    }
    if (!part.isEmpty()) {
      fuse(part);
    }
  }

  private double weight(List<LoweredStep> part) {
    return fused(part).weight(slots);
  }

  private Fused fused(List<LoweredStep> part) {
    var inside =
        part.stream()
            .map(
                step ->
                    new Fused.Step(step.operator().orElseThrow(), step.operands(), step.result()))
            .toList();
    var results = part.stream().map(LoweredStep::result).collect(Collectors.toSet());
    var writes =
        part.stream().map(LoweredStep::result).filter(slot -> isNeeded(slot, results)).toList();
    return new Fused(part.get(0).dtype(), inside, writes);
  }

  private void fuse(List<LoweredStep> part) {
    var fused = fused(part);
    var reads = List.copyOf(fused.reads(slots));
    var nanos =
        part.stream().mapToDouble(LoweredStep::nanos).sum()
            + ACCESS_NANOS * (reads.size() + fused.writes().size());
    var loop = loops.compile(fused, slots, length, whole && part.size() == steps.size());
    instructions.add(
        new Instruction(
            (frame, in, out) -> loop.run(frame.arrays, frame.offsets, frame.length),
            true,
            array(reads),
            array(fused.writes()),
            nanos));
  }

  /** Whether a slot is read outside of a part, which computes these results. */
  private boolean isNeeded(int slot, Set<Integer> results) {
    return slots.get(slot).place() == Slots.Place.OUTPUT
        || !results.containsAll(readers.getOrDefault(slot, List.of()));
  }

  private static int[] array(List<Integer> list) {
    return list.stream().mapToInt(slot -> slot).toArray();
  }
}
