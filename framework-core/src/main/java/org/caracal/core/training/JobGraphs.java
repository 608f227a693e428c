package org.caracal.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.caracal.array.TensorType;
import org.caracal.core.model.ModelTracer;
import org.caracal.core.model.TracedModel;
import org.caracal.core.plan.StepGraph;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.graph.Tensor;
import org.caracal.training.Job;
import org.jspecify.annotations.Nullable;

/**
 * The graphs of a job, one for each batch size, made once: no backend has a part in them. Confined
 * to the thread of the run.
 */
final class JobGraphs {
  private final Job job;
  private final PluginResolver plugins;
  private final Map<String, TensorType> data;
  private final List<Phase> phases;
  private final ByRows<TrainingStep> training = new ByRows<>(this::traceTraining);
  private final ByRows<EvaluationStep> evaluation = new ByRows<>(this::traceEvaluation);
  private final Map<String, Integer> classes = new TreeMap<>();
  private @Nullable TracedModel first;

  /**
   * Resolves the plugins of the phases.
   *
   * @param plugins the plugins of this job: always the same objects
   * @param data types of the data's features, without the batch axis
   */
  JobGraphs(Job job, PluginResolver plugins, Map<String, TensorType> data) {
    this.job = job;
    this.plugins = plugins;
    this.data = data;
    this.phases = job.training().phases().stream().map(phase -> Phase.of(phase, plugins)).toList();
  }

  List<Phase> phases() {
    return phases;
  }

  /** What updates a parameter, for messages. */
  String optimizers(String parameter) {
    return phases.stream()
        .filter(phase -> phase.parameters().matches(parameter))
        .map(phase -> phase.optimizer().registered().toString())
        .distinct()
        .collect(Collectors.joining(" or "));
  }

  /** The training step for a number of examples. */
  TrainingStep training(int rows) {
    return training.get(rows);
  }

  private TrainingStep traceTraining(int rows) {
    var model = trace(rows, true);
    var features = new Features(model, data, rows);
    var losses = new LossTracer(model, features);
    var tracer = new StepTracer(model, features, losses, job.training().callbacks().clipping());
    var step = tracer.trace(phases, parameters(model), outputs(features));
    classes.putAll(losses.classes());
    return step;
  }

  /** The evaluation of a number of examples. */
  EvaluationStep evaluation(int rows) {
    return evaluation.get(rows);
  }

  private EvaluationStep traceEvaluation(int rows) {
    var model = trace(rows, false);
    var features = new Features(model, data, rows);
    var losses = new LossTracer(model, features);
    var loss = phases.stream().map(losses::loss).reduce(Tensor::add).orElseThrow();
    var outputs = outputs(features);
    var feeds = new ArrayList<>(features.feeds().values());
    feeds.add(model.randomKey());
    var fetches = new ArrayList<>(outputs);
    fetches.add(loss);
    var variables = parameters(model).stream().map(VariableSpec::tensor).toList();
    return new EvaluationStep(
        StepGraph.of(feeds, variables, fetches),
        features.feeds(),
        model.randomKey(),
        loss,
        outputs);
  }

  /** All traces share the variables of the first. */
  private TracedModel trace(int rows, boolean inTraining) {
    var model = ModelTracer.trace(job.model(), plugins, rows, inTraining);
    model.requireVariablesOf(first == null ? model : first);
    first = first == null ? model : first;
    return model;
  }

  /**
   * Features that hold class indices, with the number of classes: known once a training step was
   * traced.
   */
  Map<String, Integer> classes() {
    return Map.copyOf(classes);
  }

  private List<Tensor> outputs(Features features) {
    return job.training().metrics().stream()
        .map(metric -> features.output(metric.output(), "metric " + metric.metric()))
        .toList();
  }

  /** Parameters and states of a model, as variables. */
  static List<VariableSpec> parameters(TracedModel model) {
    var specs = new ArrayList<VariableSpec>();
    for (var parameter : model.parameters()) {
      specs.add(new VariableSpec(parameter.tensor(), new ParameterInitial(parameter)));
    }
    for (var state : model.states()) {
      specs.add(new VariableSpec(state.tensor(), VariableSpec.Initial.constant(state.initial())));
    }
    return specs;
  }
}
