package org.caracal.core.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caracal.SpecException;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.graph.Differentiation;
import org.caracal.core.graph.Graphs;
import org.caracal.core.model.Parameter;
import org.caracal.core.model.TracedLayer;
import org.caracal.core.model.TracedModel;
import org.caracal.core.plan.Segment;
import org.caracal.core.plan.StepGraph;
import org.caracal.graph.Tensor;
import org.caracal.training.Callbacks.Clipping;

/**
 * Puts the graph of a training step together: forward pass, losses, gradients and updates of all
 * phases.
 *
 * <p>Phases follow one another: a later one sees the parameters as the earlier ones have updated
 * them. Here this is a substitution in the graph, not an order of writing: nothing is written
 * before the UPDATE segments at the very end, so that a step can be given up, and repeated, up to
 * there. What a later phase shares with an earlier one is computed once.
 */
final class StepTracer {
  private final TracedModel model;
  private final Features features;
  private final LossTracer losses;
  private final Optional<Clipping> clipping;

  private final List<Segment> segments = new ArrayList<>();
  private final List<Optional<Observation>> observations = new ArrayList<>();
  private final List<Segment> updateSegments = new ArrayList<>();
  private final List<TrainingStep.PhaseTensors> phases = new ArrayList<>();
  private final List<VariableSpec> slots = new ArrayList<>();
  private final Map<Tensor, Tensor> updates = new LinkedHashMap<>();

  /** The values of parameters after the phases so far. */
  private final Map<Tensor, Tensor> current = new HashMap<>();

  StepTracer(TracedModel model, Features features, LossTracer losses, Optional<Clipping> clipping) {
    this.model = model;
    this.features = features;
    this.losses = losses;
    this.clipping = clipping;
    updates.putAll(model.assignments());
  }

  /**
   * Traces a step.
   *
   * @param parameters parameters and states of the model, with their first values
   * @param outputs what the metrics judge
   */
  TrainingStep trace(List<Phase> ordered, List<VariableSpec> parameters, List<Tensor> outputs) {
    for (var phase : ordered) {
      trace(phase);
    }
    for (var segment : updateSegments) {
      add(segment, Optional.empty());
    }
    var variables = new ArrayList<>(parameters);
    variables.addAll(slots);
    var feeds = new ArrayList<>(features.feeds().values());
    feeds.add(model.randomKey());
    var fetches = new ArrayList<>(outputs);
    for (var phase : phases) {
      feeds.addAll(List.of(phase.learningRate(), phase.update()));
      fetches.addAll(List.of(phase.loss(), phase.guard()));
    }
    var graph =
        new StepGraph(
            feeds,
            variables.stream().map(VariableSpec::tensor).toList(),
            segments,
            updates,
            fetches);
    return new TrainingStep(
        graph,
        features.feeds(),
        model.randomKey(),
        phases,
        outputs,
        observations,
        List.copyOf(variables));
  }

  private void trace(Phase phase) {
    var trained =
        model.parameters().stream()
            .filter(parameter -> phase.parameters().matches(parameter.path()))
            .toList();
    if (trained.isEmpty()) {
      throw new SpecException(
          "phase "
              + phase.name()
              + " trains no parameter: its patterns match none of "
              + model.parameters().stream().map(Parameter::path).toList());
    }
    var layers = forward(losses.loss(phase));
    var loss = layers.loss();
    add(new Segment(Segment.Kind.LOSS, phase.name(), List.of(loss)), Optional.empty());
    var values = trained.stream().map(parameter -> value(parameter.tensor())).toList();
    var gradients = backward(layers, values);
    var squares = sum(gradients.stream().map(Tensor::square).toList());
    var guard = loss.add((isByNorm() ? squares : GradientBound.of(gradients)).cast(loss.dtype()));
    var checked = new ArrayList<>(gradients);
    checked.removeIf(this::isLate);
    checked.add(guard);
    add(new Segment(Segment.Kind.GUARD, phase.name(), checked), Optional.empty());
    update(
        phase,
        trained,
        values,
        gradients.stream().map(gradient -> clip(gradient, squares)).toList(),
        loss,
        guard);
  }

  /** The model with the parameters of this phase. */
  private record Forward(Tensor loss, List<TracedLayer> layers) {}

  private Forward forward(Tensor loss) {
    var roots = new ArrayList<Tensor>();
    roots.add(loss);
    model.layers().forEach(layer -> roots.addAll(layer.outputs()));
    var substituted = Graphs.substitute(roots, current);
    var needed = new HashSet<>(Graphs.topologicalOrder(substituted.subList(0, 1)));
    var layers = new ArrayList<TracedLayer>();
    var next = 1;
    for (var layer : model.layers()) {
      var outputs = substituted.subList(next, next += layer.outputs().size());
      var now =
          new TracedLayer(layer.path(), layer.layer(), layer.inputs(), outputs, layer.nested());
      layers.add(now);
      var again = !phases.isEmpty();
      if (!again
          || (!outputs.equals(layer.outputs()) && outputs.stream().anyMatch(needed::contains))) {
        add(
            new Segment(Segment.Kind.FORWARD, layer.path(), outputs),
            Optional.of(new Observation(now, outputs.get(0))));
      }
    }
    return new Forward(substituted.get(0), layers);
  }

  /**
   * Segments of the backward pass, the last layer first; returns the gradients of the parameters.
   */
  private List<Tensor> backward(Forward forward, List<Tensor> parameters) {
    var flow = flow(forward.loss(), parameters);
    var layers =
        forward.layers().stream()
            .filter(layer -> layer.outputs().stream().anyMatch(flow::contains))
            .toList();
    var wanted = new ArrayList<>(parameters);
    layers.forEach(layer -> layer.outputs().stream().filter(flow::contains).forEach(wanted::add));
    var all = Differentiation.gradients(forward.loss(), wanted);
    var gradients = new HashMap<Tensor, Tensor>();
    for (var i = 0; i < wanted.size(); i++) {
      gradients.put(wanted.get(i), all.get(i));
    }
    var owned = firstUse(layers, parameters);
    for (var i = layers.size() - 1; i >= 0; i--) {
      var layer = layers.get(i);
      var outputs = layer.outputs().stream().filter(flow::contains).map(gradients::get).toList();
      var results = new ArrayList<>(outputs);
      owned.get(i).stream()
          .map(gradients::get)
          .filter(gradient -> !isLate(gradient))
          .forEach(results::add);
      if (!hasNested(layer, layers)) { // theirs come from those, whose segments follow
        layer.inputs().stream()
            .filter(gradients::containsKey)
            .forEach(input -> results.add(gradients.get(input)));
      }
      add(
          new Segment(Segment.Kind.BACKWARD, layer.path(), results),
          Optional.of(new Observation(layer, outputs.get(0))));
    }
    return all.subList(0, parameters.size());
  }

  /** Whether nothing before the update needs the gradient. */
  private boolean isLate(Tensor gradient) {
    return !isByNorm() && GradientBound.isOfOperands(gradient);
  }

  private boolean isByNorm() {
    return clipping.filter(clip -> clip.method() == Clipping.Method.NORM).isPresent();
  }

  private static boolean hasNested(TracedLayer layer, List<TracedLayer> layers) {
    var inside = layer.path() + "/";
    return layers.stream().anyMatch(other -> other.nested() && other.path().startsWith(inside));
  }

  /** The floating tensors on the ways from the parameters to the loss. */
  private static Set<Tensor> flow(Tensor loss, List<Tensor> parameters) {
    var flow = new HashSet<>(parameters);
    for (var tensor : Graphs.topologicalOrder(List.of(loss))) {
      if (tensor.dtype().isFloating() && tensor.operands().stream().anyMatch(flow::contains)) {
        flow.add(tensor);
      }
    }
    flow.retainAll(new HashSet<>(Graphs.topologicalOrder(List.of(loss))));
    return flow;
  }

  /**
   * For each layer the parameters that no layer before it uses: their gradients are complete when
   * its backward pass is.
   */
  private static List<List<Tensor>> firstUse(List<TracedLayer> layers, List<Tensor> parameters) {
    var left = new HashSet<>(parameters);
    var seen = new HashSet<Tensor>();
    var owned = new ArrayList<List<Tensor>>();
    for (var layer : layers) {
      var found = new ArrayList<Tensor>();
      for (var tensor : Graphs.topologicalOrder(layer.outputs(), seen)) {
        seen.add(tensor);
        if (left.remove(tensor)) {
          found.add(tensor);
        }
      }
      owned.add(found);
    }
    return owned;
  }

  private void update(
      Phase phase,
      List<Parameter> trained,
      List<Tensor> values,
      List<Tensor> gradients,
      Tensor loss,
      Tensor guard) {
    var optimizer = new OptimizerTracer(phase, new TensorType(model.model().dtype(), Shape.SCALAR));
    var next = new LinkedHashMap<Tensor, Tensor>();
    for (var i = 0; i < trained.size(); i++) {
      next.put(
          trained.get(i).tensor(), optimizer.next(trained.get(i), values.get(i), gradients.get(i)));
    }
    // a later phase takes them as they are: its gradients must not flow back through this update
    next.forEach((parameter, value) -> current.put(parameter, value.stopGradient()));
    updates.putAll(next);
    updates.putAll(optimizer.assignments());
    optimizer.slots().forEach(slots::add);
    var results = new ArrayList<>(next.values());
    results.addAll(optimizer.assignments().values());
    if (updateSegments.isEmpty()) {
      results.addAll(model.assignments().values());
    }
    updateSegments.add(new Segment(Segment.Kind.UPDATE, phase.name(), results));
    phases.add(
        new TrainingStep.PhaseTensors(
            phase, optimizer.learningRate(), optimizer.update(), loss, guard));
  }

  private Tensor clip(Tensor gradient, Tensor squares) {
    if (clipping.isEmpty()) {
      return gradient;
    }
    var limit = clipping.get().limit();
    return clipping.get().method() == Clipping.Method.VALUE
        ? gradient.minimum(limit).maximum(-limit)
        : gradient.multiply(
            squares.sqrt().maximum(limit).reciprocal().multiply(limit).cast(gradient.dtype()));
  }

  private Tensor sum(List<Tensor> gradients) {
    return gradients.stream()
        .map(gradient -> gradient.sum(false))
        .reduce(Tensor::add)
        .orElseThrow();
  }

  private Tensor value(Tensor parameter) {
    return current.getOrDefault(parameter, parameter);
  }

  private void add(Segment segment, Optional<Observation> observation) {
    segments.add(segment);
    observations.add(observation);
  }
}
