package org.caracal.core.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caracal.backend.Epilogue;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.Reduce;
import org.caracal.graph.Reshape;

/**
 * Makes units from nodes and groups, starting from what must be stored. A fused request that the
 * backend declines is taken apart: first into operation and program, then into single operations.
 */
final class UnitBuilder {
  private final KernelCompiler compiler;
  private final Map<Node, List<Group>> groups;
  private final Set<Node> roots;
  private final Map<Node, Unit> units = new HashMap<>();
  private final Set<Group> emitted = new HashSet<>();

  /** Groups whose reductions are units of their own. */
  private final Set<Group> apart = new HashSet<>();

  private final List<Unit> all = new ArrayList<>();
  private final ArrayDeque<Node> pending = new ArrayDeque<>();

  private UnitBuilder(KernelCompiler compiler, Map<Node, List<Group>> groups, Set<Node> roots) {
    this.compiler = compiler;
    this.groups = groups;
    this.roots = roots;
    pending.addAll(roots);
  }

  /** All units that are needed to store the roots. */
  static List<Unit> build(KernelCompiler compiler, Map<Node, List<Group>> groups, Set<Node> roots) {
    var builder = new UnitBuilder(compiler, groups, roots);
    while (!builder.pending.isEmpty()) {
      builder.require(builder.pending.pop());
    }
    return builder.all;
  }

  private void require(Node node) {
    if (node.isInput() || units.containsKey(node)) {
      return;
    }
    var group =
        groups.getOrDefault(node, List.of()).stream()
            .filter(candidate -> !emitted.contains(candidate))
            .findFirst();
    if (group.isPresent()) {
      emitted.add(group.get());
      emit(group.get());
    } else {
      emit(node);
    }
  }

  private void emit(Node node) {
    var inputs = node.operands.stream().map(Node::storage).toList();
    var request = request(node);
    add(new Unit(request, compiler.require(request), inputs, List.of(node), List.of(node)));
  }

  private void emit(Group group) {
    var builder = new ProgramBuilder(group);
    if (!group.reductions.isEmpty()) {
      if (reduces(group, builder)) {
        return;
      }
      apart.add(group);
      group.reductions.forEach(this::emit);
      if (group.members.isEmpty()) {
        return;
      }
    }
    var producer = group.producer;
    if (producer != null) {
      var results = results(group, true);
      var epilogue =
          builder
              .build(results, producer.type.shape())
              .map(program -> new Epilogue(request(producer), program));
      var kernel = epilogue.flatMap(compiler::compile);
      if (kernel.isPresent()) {
        var inputs = new ArrayList<Node>();
        producer.operands.forEach(operand -> inputs.add(operand.storage()));
        inputs.addAll(builder.inputs().subList(1, builder.inputs().size()));
        var members = new ArrayList<>(group.members);
        members.add(producer);
        add(new Unit(epilogue.get(), kernel.get(), inputs, results, members));
        return;
      }
      emit(producer);
    }
    var results = results(group, false);
    var program = builder.build(results);
    var kernel = compiler.compile(program);
    if (kernel.isPresent()) {
      add(new Unit(program, kernel.get(), builder.inputs(), results, group.members));
    } else {
      group.members.stream().filter(member -> !units.containsKey(member)).forEach(this::emit);
    }
  }

  /** Whether the group became a unit with its reductions. */
  private boolean reduces(Group group, ProgramBuilder builder) {
    if (group.members.isEmpty() && group.reductions.size() == 1) {
      return false;
    }
    var results = results(group, false);
    var reduction = builder.buildReduction(results);
    var kernel = compiler.compile(reduction);
    if (kernel.isEmpty()) {
      return false;
    }
    results.addAll(group.reductions);
    var members = new ArrayList<>(group.members);
    members.addAll(group.reductions);
    add(new Unit(reduction, kernel.get(), builder.inputs(), results, members));
    return true;
  }

  private static SingleOperation request(Node node) {
    var types = node.operands.stream().map(operand -> operand.type).toList();
    var constants =
        IntStream.range(0, types.size())
            .filter(operand -> node.operands.get(operand).segment == Node.ONCE)
            .boxed()
            .collect(Collectors.toSet());
    return new SingleOperation(node.operation, types, constants);
  }

  private void add(Unit unit) {
    all.add(unit);
    unit.outputs.forEach(output -> units.put(output, unit));
    pending.addAll(unit.inputs);
  }

  /** The nodes of a group that somebody outside of it reads. */
  private List<Node> results(Group group, boolean withProducer) {
    var results = new ArrayList<Node>();
    if (withProducer && group.producer != null && isRead(group.producer, group)) {
      results.add(group.producer);
    }
    for (var i = group.members.size() - 1; i >= 0; i--) {
      var member = group.members.get(i);
      if (!units.containsKey(member) && isRead(member, group)) {
        results.add(member);
      }
    }
    return results;
  }

  private boolean isRead(Node member, Group group) {
    return roots.contains(member) || isReadBy(member.users, member, group);
  }

  private boolean isReadBy(List<Node> users, Node member, Group group) {
    for (var user : users) {
      if (user.operation instanceof Reshape
          ? isReadBy(user.users, member, group)
          : isReadBy(user, member, group)) {
        return true;
      }
    }
    return false;
  }

  private boolean isReadBy(Node user, Node member, Group group) {
    var reduces = user.operation instanceof Reduce && groups.containsKey(user);
    return !user.isElementwise() && !reduces
        || groups.get(user).stream()
            .anyMatch(
                other ->
                    other != group && !other.contains(member) || reduces && apart.contains(other));
  }
}
