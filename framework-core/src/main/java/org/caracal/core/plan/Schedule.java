package org.caracal.core.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.caracal.backend.SingleOperation;

/**
 * Puts units in order and decides which of them write a variable: the unit that computes the new
 * value does, if all that reads the old value can run before; otherwise the new value is written
 * aside and copied at the end.
 */
final class Schedule {
  private final List<Unit> units;
  private final Map<Node, Unit> producers = new HashMap<>();
  private final Map<Node, List<Unit>> readers = new HashMap<>();
  private final Map<Unit, Set<Unit>> followers = new HashMap<>();

  /** The units in order: first those that run once, then segment by segment. */
  final List<Unit> order = new ArrayList<>();

  /** For each value that is written to a variable, the variable. */
  final Map<Node, Node> written = new HashMap<>();

  Schedule(List<Unit> units, StepNodes step, Simplifier simplifier, KernelCompiler compiler) {
    this.units = new ArrayList<>(units);
    this.units.forEach(this::connect);
    for (var unit : this.units) {
      for (var input : unit.inputs) {
        if (!input.isInput()) {
          follow(producers.get(input), unit);
        }
      }
    }
    advance();
    step.updates()
        .forEach(
            (variable, value) ->
                write(variable, value, step.commits().get(variable), simplifier, compiler));
    sort();
  }

  private void connect(Unit unit) {
    unit.outputs.forEach(output -> producers.put(output, unit));
    unit.inputs.forEach(
        input -> readers.computeIfAbsent(input, key -> new ArrayList<>()).add(unit));
    followers.put(unit, new LinkedHashSet<>());
  }

  private void follow(Unit first, Unit second) {
    followers.get(first).add(second);
  }

  /** A unit runs in the first segment in which one of its followers does. */
  private void advance() {
    var byPosition = new ArrayList<>(units);
    var changed = true;
    while (changed) {
      changed = false;
      for (var i = byPosition.size() - 1; i >= 0; i--) {
        var unit = byPosition.get(i);
        for (var follower : followers.get(unit)) {
          if (follower.segment < unit.segment) {
            unit.segment = follower.segment;
            changed = true;
          }
        }
      }
    }
  }

  private void write(
      Node variable, Node value, int commit, Simplifier simplifier, KernelCompiler compiler) {
    var unit = producers.get(value);
    if (unit.segment != commit || !mayWrite(unit, variable, value) || !runsLast(unit, variable)) {
      var copy = simplifier.copy(value);
      var request = new SingleOperation(copy.operation, List.of(value.type));
      copy.segment = commit;
      copy.position = Integer.MAX_VALUE;
      var copying =
          new Unit(
              request, compiler.require(request), List.of(value), List.of(copy), List.of(copy));
      units.add(copying);
      connect(copying);
      follow(unit, copying);
      write(variable, copy, commit, simplifier, compiler);
      return;
    }
    for (var reader : readers.getOrDefault(variable, List.of())) {
      if (reader != unit) {
        follow(reader, unit);
      }
    }
    written.put(value, variable);
  }

  /** Whether the unit can write over the variable although it may read it. */
  private static boolean mayWrite(Unit unit, Node variable, Node value) {
    var output = unit.outputs.indexOf(value);
    var type = unit.request.outputs().get(output);
    for (var i = 0; i < unit.inputs.size(); i++) {
      if (unit.inputs.get(i) == variable
          && (i < unit.firstProgramInput(output) || !unit.request.inputs().get(i).equals(type))) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing that reads the variable must run after the unit. */
  private boolean runsLast(Unit unit, Node variable) {
    var after = new HashSet<Unit>();
    var pending = new ArrayDeque<>(followers.get(unit));
    while (!pending.isEmpty()) {
      var next = pending.pop();
      if (after.add(next)) {
        pending.addAll(followers.get(next));
      }
    }
    return readers.getOrDefault(variable, List.of()).stream().noneMatch(after::contains);
  }

  private void sort() {
    var missing = new HashMap<Unit, Integer>();
    followers.values().forEach(all -> all.forEach(unit -> missing.merge(unit, 1, Integer::sum)));
    var ready =
        new PriorityQueue<Unit>(
            Comparator.<Unit>comparingInt(unit -> unit.segment)
                .thenComparingInt(unit -> unit.position));
    units.stream().filter(unit -> !missing.containsKey(unit)).forEach(ready::add);
    while (!ready.isEmpty()) {
      var unit = ready.poll();
      order.add(unit);
      for (var follower : followers.get(unit)) {
        if (missing.merge(follower, -1, Integer::sum) == 0) {
          ready.add(follower);
        }
      }
    }
    if (order.size() != units.size()) {
      throw new IllegalStateException("the units wait for each other");
    }
  }
}
