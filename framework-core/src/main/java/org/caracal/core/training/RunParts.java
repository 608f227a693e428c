package org.caracal.core.training;

import org.caracal.core.profile.Profiler;
import org.caracal.training.Job;
import org.caracal.training.RunOptions;

/**
 * What the parts of a run share.
 *
 * @param job what is trained
 * @param options where and how
 * @param control what others ask for
 * @param status what others may read
 * @param events where to tell what happens
 * @param graphs the graphs of the job
 * @param data the examples
 * @param variables what persists from step to step
 * @param metrics the metrics of the job
 * @param profiler is told what steps spend their time on
 */
record RunParts(
    Job job,
    RunOptions options,
    RunControl control,
    RunStatus status,
    RunEvents events,
    JobGraphs graphs,
    JobData data,
    Variables variables,
    MetricSet metrics,
    Profiler profiler) {}
