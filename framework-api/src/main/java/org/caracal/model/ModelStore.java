package org.caracal.model;

import java.nio.file.Path;
import java.util.Map;
import org.caracal.training.Job;
import org.caracal.training.RunOptions;

/** A service that works with what was trained. Thread-safe. */
public interface ModelStore {
  /** The model of a job as a table, traced with the layers registered now. */
  ModelSummary summarize(Job job);

  /**
   * Loads the newest valid checkpoint.
   *
   * @param checkpoint a checkpoint, or a folder of them
   * @throws org.caracal.DataException if there is none that is valid
   */
  Predictor load(Path checkpoint, RunOptions options);

  /** The loss and the metrics on the test split of the checkpoint's job. */
  Map<String, Double> evaluate(Path checkpoint, RunOptions options);

  /**
   * Predicts for the examples of a file: CSV (a row an example, with or without a header) or npy
   * ({@code [N, input shape]}).
   *
   * @param output file to write, replaced whole or not at all: CSV or npy by its name
   * @return number of examples
   */
  long predict(Path checkpoint, Path input, Path output, RunOptions options);
}
