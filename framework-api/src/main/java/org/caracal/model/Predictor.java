package org.caracal.model;

import java.util.Map;
import org.caracal.array.NdArray;

/**
 * A trained model. As a service it carries the properties {@value #MODEL_NAME} and {@value
 * #MODEL_VERSION}. Thread-safe.
 */
public interface Predictor extends AutoCloseable {
  /** Service property: name of the model. */
  String MODEL_NAME = "model.name";

  /** Service property: version of the model. */
  String MODEL_VERSION = "model.version";

  /** The model. */
  ModelSpec model();

  /**
   * Predicts for a batch.
   *
   * @param inputs arrays of shape {@code [N, input shape]} by input name
   * @return arrays of shape {@code [N, output shape]} by output path
   * @throws org.caracal.DataException if an input is missing or does not fit
   */
  Map<String, NdArray> predict(Map<String, NdArray> inputs);

  /** Gives up kernels and buffers. Idempotent. */
  @Override
  void close();
}
