package org.caracal.training;

import org.caracal.plugin.PluginSpec;

/**
 * One metric of a job.
 *
 * @param metric the metric and its options
 * @param output path of the node whose output is judged; empty for the model's only output
 * @param target name of the feature that it is compared with
 */
public record MetricSpec(PluginSpec metric, String output, String target) {}
