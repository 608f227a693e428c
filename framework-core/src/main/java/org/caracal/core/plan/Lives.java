package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long each value is needed, in indices of the scheduled units. */
final class Lives {
  private static final int ENDLESS = Integer.MAX_VALUE;

  private final Map<Node, Integer> ends = new HashMap<>();
  private final Set<Node> observed = new HashSet<>();
  private final Map<Integer, List<Node>> ending = new HashMap<>();

  Lives(List<Unit> order, StepNodes step) {
    var segmentEnds = new int[step.segments().size()];
    for (var at = 0; at < order.size(); at++) {
      var unit = order.get(at);
      for (var output : unit.outputs) {
        ends.put(output, unit.segment == Node.ONCE ? ENDLESS : at);
      }
      for (var input : unit.inputs) {
        extend(input, at);
      }
      for (var segment = Math.max(0, unit.segment); segment < segmentEnds.length; segment++) {
        segmentEnds[segment] = at;
      }
    }
    step.fetches().forEach(fetch -> extend(fetch.storage(), ENDLESS));
    if (step.observed()) {
      for (var segment = 0; segment < segmentEnds.length; segment++) {
        for (var result : step.results().get(segment)) {
          extend(result.storage(), segmentEnds[segment]);
          observed.add(result.storage());
        }
      }
    }
    ends.forEach((node, end) -> ending.computeIfAbsent(end, key -> new ArrayList<>()).add(node));
  }

  private void extend(Node node, int end) {
    ends.computeIfPresent(node, (key, last) -> Math.max(last, end));
  }

  /** Whether the value must be there after the run. */
  boolean isEndless(Node node) {
    return ends.get(node) == ENDLESS;
  }

  /** Whether the value may be written over while the unit at this index runs. */
  boolean endsBy(Node node, int at) {
    return ends.get(node) <= at && !observed.contains(node);
  }

  /** The values whose storage is free after the unit at this index. */
  List<Node> endingAfter(int at) {
    return ending.getOrDefault(at, List.of());
  }
}
