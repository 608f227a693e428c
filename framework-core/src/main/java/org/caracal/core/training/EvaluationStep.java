package org.caracal.core.training;

import java.util.List;
import java.util.Map;
import org.caracal.core.plan.StepGraph;
import org.caracal.graph.Tensor;

/**
 * The evaluation of one batch: the model traced for use, its loss, and what metrics judge.
 *
 * @param graph the graph
 * @param features feeds by name of the feature
 * @param randomKey feed: {@code int64[2] = (seed, step)}
 * @param loss fetch: the sum of the losses of all phases
 * @param outputs fetches: what the metrics judge, one for each metric
 */
record EvaluationStep(
    StepGraph graph,
    Map<String, Tensor> features,
    Tensor randomKey,
    Tensor loss,
    List<Tensor> outputs) {}
