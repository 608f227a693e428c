package org.caracal.training;

import org.caracal.plugin.PluginSpec;

/**
 * One term of a phase's loss.
 *
 * @param loss the loss and its options
 * @param output path of the node whose output is judged; empty for the model's only output
 * @param target name of the feature or path of the node that it is compared with, or a number
 * @param weight factor of the term
 */
public record LossSpec(PluginSpec loss, String output, String target, double weight) {}
