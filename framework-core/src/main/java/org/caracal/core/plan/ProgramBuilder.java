package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.ElementwiseProgram.Step;
import org.caracal.backend.Reduction;
import org.caracal.graph.Constant;
import org.caracal.graph.Reduce;
import org.caracal.graph.Reshape;

/** Writes the program of a group. */
final class ProgramBuilder {
  /** What a program reads: storage, and along which axes of the group it is repeated. */
  private record Load(Node storage, long repeated) {}

  private final Group group;
  private final int[] axes;
  private final List<Node> members;
  private final Map<Load, Integer> loads = new LinkedHashMap<>();

  ProgramBuilder(Group group) {
    this.group = group;
    this.axes = group.axes();
    this.members =
        group.members.stream().sorted(Comparator.comparingInt(member -> member.position)).toList();
    if (group.producer != null) {
      loads.put(new Load(group.producer, 0), 0);
    }
    for (var member : members) {
      for (var operand : member.operands) {
        load(operand, loads.size());
      }
    }
    group.reductions.forEach(reduction -> load(reduction.operands.get(0), loads.size()));
  }

  private void load(Node operand, int number) {
    if (operand.constant == null && !group.contains(operand.storage())) {
      loads.putIfAbsent(load(operand), number);
    }
  }

  /** What the program reads, in order; the result of the producer first. */
  List<Node> inputs() {
    return loads.keySet().stream().map(Load::storage).toList();
  }

  /** The program over a shape of its own choice, with these nodes as results. */
  ElementwiseProgram build(List<Node> results) {
    return build(results, Axes.joined(axes, loads.keySet().stream().map(Load::repeated).toList()))
        .orElseThrow();
  }

  /** The program and the group's reductions, with these nodes as results that are stored. */
  Reduction buildReduction(List<Node> stored) {
    var reduced = group.reduced();
    var masks = new ArrayList<>(loads.keySet().stream().map(Load::repeated).toList());
    masks.add(reduced);
    var shape = Axes.joined(axes, masks);
    var results = new ArrayList<>(stored);
    var functions = new ArrayList<Reduce.Function>();
    for (var reduction : group.reductions) {
      results.add(reduction.operands.get(0));
      functions.add(((Reduce) reduction.operation).function());
    }
    return new Reduction(
        build(results, shape).orElseThrow(), functions, Axes.among(axes, reduced, shape));
  }

  /** The program over a given shape, or empty if an input cannot be broadcast to it. */
  Optional<ElementwiseProgram> build(List<Node> results, Shape shape) {
    var inputs = new ArrayList<TensorType>();
    for (var load : loads.keySet()) {
      var source = Axes.source(axes, load.repeated, shape);
      if (source == null) {
        return Optional.empty();
      }
      inputs.add(load.storage.type.withShape(source));
    }
    var steps = new ArrayList<Step>();
    var registers = new HashMap<Object, Integer>();
    for (var member : members) {
      var operands =
          member.operands.stream().map(operand -> register(operand, registers, steps)).toList();
      registers.put(member, loads.size() + steps.size());
      steps.add(new Step(member.operation, operands, member.type.dtype()));
    }
    var stored =
        results.stream()
            .map(
                result ->
                    result == group.producer
                        ? Integer.valueOf(0)
                        : register(result, registers, steps))
            .toList();
    return Optional.of(new ElementwiseProgram(shape, inputs, steps, stored));
  }

  private int register(Node operand, Map<Object, Integer> registers, List<Step> steps) {
    if (operand.constant != null) {
      return registers.computeIfAbsent(
          operand.constant,
          key -> {
            steps.add(new Step((Constant) key, List.of(), operand.type.dtype()));
            return loads.size() + steps.size() - 1;
          });
    }
    var storage = operand.storage();
    return group.contains(storage) ? registers.get(storage) : loads.get(load(operand));
  }

  /** A broadcast is not stored: its source is read over and over. */
  private Load load(Node operand) {
    var node = operand;
    while (node.operation instanceof Reshape) {
      node = node.operands.get(0);
    }
    if (node.isRepetition() && Axes.refines(axes, node.type.shape())) {
      var source = node.operands.get(0);
      return new Load(
          source.storage(), Axes.repeated(axes, source.type.shape(), node.type.shape()));
    }
    return new Load(node, 0);
  }
}
