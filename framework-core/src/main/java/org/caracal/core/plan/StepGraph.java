package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caracal.graph.Input;
import org.caracal.graph.Tensor;

/**
 * What is to be run over and over. A variable in the graph always means its value before the run;
 * its value after an update is another tensor. Work that no earlier segment needs belongs to the
 * first segment that needs it, or to the last segment if none does.
 *
 * @param feeds inputs that are written before each run: features of a batch, the random key, the
 *     learning rate
 * @param variables inputs that persist: parameters, states, slots of the optimizer; bound by the
 *     name of the {@link Input}
 * @param constants variables whose values stay as they are when the plan is made; what depends on
 *     them alone is computed then
 * @param segments the parts of the step, in the order in which they run
 * @param updates for a variable its value after the run; written at the end of the first UPDATE
 *     segment that has the value among its results, or of the last segment if none has
 * @param fetches what can be read after the run
 */
public record StepGraph(
    List<Tensor> feeds,
    List<Tensor> variables,
    Set<Tensor> constants,
    List<Segment> segments,
    Map<Tensor, Tensor> updates,
    List<Tensor> fetches) {

  /** Copies the collections and checks that they fit. */
  public StepGraph {
    feeds = List.copyOf(feeds);
    variables = List.copyOf(variables);
    constants = Set.copyOf(constants);
    segments = List.copyOf(segments);
    updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    fetches = List.copyOf(fetches);
    feeds.forEach(StepGraph::name);
    variables.forEach(StepGraph::name);
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("a step needs at least one segment");
    }
    for (var update : updates.entrySet()) {
      var variable = update.getKey();
      if (!variables.contains(variable)) {
        throw new IllegalArgumentException(variable + " is updated, but not among the variables");
      }
      if (constants.contains(variable)) {
        throw new IllegalArgumentException(name(variable) + " is updated, but a constant");
      }
      if (!variable.type().equals(update.getValue().type())) {
        throw new IllegalArgumentException(
            name(variable)
                + " is "
                + variable.type()
                + " and cannot become "
                + update.getValue().type());
      }
    }
  }

  /** A step all of whose variables may change between runs. */
  public StepGraph(
      List<Tensor> feeds,
      List<Tensor> variables,
      List<Segment> segments,
      Map<Tensor, Tensor> updates,
      List<Tensor> fetches) {
    this(feeds, variables, Set.of(), segments, updates, fetches);
  }

  /** A step of one segment that computes the fetches from the feeds and changes nothing. */
  public static StepGraph of(List<Tensor> feeds, List<Tensor> variables, List<Tensor> fetches) {
    return of(feeds, variables, Set.of(), fetches);
  }

  /** The same for a model in use, whose parameters and states nobody changes. */
  public static StepGraph ofConstants(
      List<Tensor> feeds, List<Tensor> constants, List<Tensor> fetches) {
    return of(feeds, constants, Set.copyOf(constants), fetches);
  }

  private static StepGraph of(
      List<Tensor> feeds, List<Tensor> variables, Set<Tensor> constants, List<Tensor> fetches) {
    var segment = new Segment(Segment.Kind.FORWARD, "all", fetches);
    return new StepGraph(feeds, variables, constants, List.of(segment), Map.of(), fetches);
  }

  /** The name of a feed or variable. */
  static String name(Tensor tensor) {
    if (tensor.operation() instanceof Input input) {
      return input.name();
    }
    throw new IllegalArgumentException("expected an input as feed or variable, not " + tensor);
  }

  /**
   * Everything that must be computed: new values of variables, fetches, and all results if they are
   * observed.
   */
  List<Tensor> roots(boolean observed) {
    var roots = new ArrayList<>(updates.values());
    roots.addAll(fetches);
    if (observed) {
      segments.forEach(segment -> roots.addAll(segment.results()));
    }
    return roots;
  }
}
