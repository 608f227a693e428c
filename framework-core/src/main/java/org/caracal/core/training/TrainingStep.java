package org.caracal.core.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.core.plan.StepGraph;
import org.caracal.graph.Tensor;

/**
 * One step of training for one batch size: the graph, and what its tensors mean.
 *
 * @param graph the graph; all its UPDATE segments come last, so that a step changes nothing before
 *     they run
 * @param features feeds by name of the feature
 * @param randomKey feed: {@code int64[2] = (seed, step)}
 * @param phases feeds and results of each phase
 * @param outputs what the metrics judge, one for each metric
 * @param observations for each segment what an event tells at its end
 * @param variables parameters, states and slots
 */
record TrainingStep(
    StepGraph graph,
    Map<String, Tensor> features,
    Tensor randomKey,
    List<PhaseTensors> phases,
    List<Tensor> outputs,
    List<Optional<Observation>> observations,
    List<VariableSpec> variables) {

  /**
   * Feeds and results of a phase.
   *
   * @param phase the phase
   * @param learningRate feed: the learning rate, a scalar
   * @param update feed: the number of the update, from 1, a scalar
   * @param loss fetch: the loss, a scalar
   * @param guard fetch: a scalar that is finite only if loss and gradients are, and unless sums or
   *     bounds of gradients overflow
   */
  record PhaseTensors(Phase phase, Tensor learningRate, Tensor update, Tensor loss, Tensor guard) {}
}
