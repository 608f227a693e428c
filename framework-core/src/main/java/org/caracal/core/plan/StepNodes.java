package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caracal.graph.Tensor;

/**
 * A step in nodes. Mutable: {@link Placement} puts copies in where a value cannot stay where it is.
 *
 * @param segments the segments
 * @param results what each segment computes, as far as it is needed
 * @param updates for each variable its value after the run
 * @param commits for each variable the segment at whose end it is written
 * @param fetches the values to read after the run
 * @param observed whether results are kept for reading
 */
record StepNodes(
    List<Segment> segments,
    List<List<Node>> results,
    Map<Node, Node> updates,
    Map<Node, Integer> commits,
    List<Node> fetches,
    boolean observed) {

  static StepNodes of(StepGraph step, Simplifier simplifier, boolean observed) {
    var results = new ArrayList<List<Node>>();
    for (var segment : step.segments()) {
      results.add(new ArrayList<>(segment.results().stream().map(simplifier::node).toList()));
    }
    var updates = new LinkedHashMap<Node, Node>();
    var commits = new LinkedHashMap<Node, Integer>();
    step.updates()
        .forEach(
            (variable, value) -> {
              updates.put(simplifier.node(variable), simplifier.node(value));
              commits.put(simplifier.node(variable), commit(step, value));
            });
    var fetches = new ArrayList<>(step.fetches().stream().map(simplifier::node).toList());
    return new StepNodes(step.segments(), results, updates, commits, fetches, observed);
  }

  private static int commit(StepGraph step, Tensor value) {
    for (var i = 0; i < step.segments().size(); i++) {
      var segment = step.segments().get(i);
      if (segment.kind() == Segment.Kind.UPDATE && segment.results().contains(value)) {
        return i;
      }
    }
    return step.segments().size() - 1;
  }

  int lastSegment() {
    return segments.size() - 1;
  }

  /** What must be in storage at the end of some segment. */
  Set<Node> roots() {
    var roots = new LinkedHashSet<Node>();
    updates.values().forEach(value -> roots.add(value.storage()));
    fetches.forEach(fetch -> roots.add(fetch.storage()));
    if (observed) {
      results.forEach(segment -> segment.forEach(result -> roots.add(result.storage())));
    }
    return roots;
  }

  /**
   * Elementwise operations with different barriers are never fused: an observed plan keeps all
   * segments apart, any plan keeps updates apart from what is computed before and after, so that
   * they need not be run.
   */
  int[] barriers() {
    var barriers = new int[segments.size()];
    for (var i = 1; i < barriers.length; i++) {
      var apart = observed || isUpdate(i) || isUpdate(i - 1);
      barriers[i] = apart ? i : barriers[i - 1];
    }
    return barriers;
  }

  private boolean isUpdate(int segment) {
    return segments.get(segment).kind() == Segment.Kind.UPDATE;
  }
}
