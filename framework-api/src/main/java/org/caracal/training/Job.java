package org.caracal.training;

import java.nio.file.Path;
import org.caracal.model.ModelSpec;

/**
 * All that determines a training run, but where it runs.
 *
 * @param name its name
 * @param seed seed of all random numbers
 * @param model the model
 * @param data the data
 * @param training how to train
 * @param directory where relative paths of data sources start
 */
public record Job(
    String name,
    long seed,
    ModelSpec model,
    DataSpec data,
    TrainingSpec training,
    Path directory) {}
