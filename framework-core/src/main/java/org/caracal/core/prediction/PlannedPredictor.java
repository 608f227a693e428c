package org.caracal.core.prediction;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caracal.DataException;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.backend.BackendRegistry;
import org.caracal.core.backend.SessionKeeper;
import org.caracal.model.InputSpec;
import org.caracal.model.ModelSpec;
import org.caracal.model.Predictor;
import org.caracal.training.RunOptions;

/**
 * Predicts with a trained model on the backend of the moment. Thread-safe: calls wait for each
 * other.
 */
final class PlannedPredictor implements Predictor {
  private final TrainedModel trained;
  private final SessionKeeper<PredictionBench> benches;

  PlannedPredictor(TrainedModel trained, BackendRegistry backends, RunOptions options) {
    this.trained = trained;
    this.benches =
        new SessionKeeper<>(backends, options, session -> new PredictionBench(trained, session));
  }

  @Override
  public ModelSpec model() {
    return trained.job().model();
  }

  @Override
  public Map<String, NdArray> predict(Map<String, NdArray> inputs) {
    var rows = rows(inputs);
    var prepared = new LinkedHashMap<String, NdArray>();
    for (var input : model().inputs()) {
      prepared.put(input.name(), prepare(input, inputs.get(input.name()), rows));
    }
    return benches.use(bench -> bench.predict(prepared, rows));
  }

  private int rows(Map<String, NdArray> inputs) {
    var rows = -1;
    for (var input : model().inputs()) {
      var array = inputs.get(input.name());
      if (array == null) {
        throw new DataException(
            "input "
                + input.name()
                + " of model "
                + model().name()
                + " is missing; given are "
                + inputs.keySet());
      }
      var found = array.shape().rank() == 0 ? 0 : array.shape().extent(0);
      if (found == 0 || !example(array.shape()).equals(input.type().shape())) {
        throw new DataException(
            "input "
                + input.name()
                + " of model "
                + model().name()
                + " should have the shape [N"
                + (input.type().shape().rank() == 0 ? "" : ", ")
                + input.type().shape().toString().substring(1)
                + " with N of at least 1, not "
                + array.shape());
      }
      if (rows >= 0 && rows != found) {
        throw new DataException(
            "inputs of model "
                + model().name()
                + " should have the same number of examples, not "
                + rows
                + " and, for "
                + input.name()
                + ", "
                + found);
      }
      rows = found;
    }
    return rows;
  }

  private static Shape example(Shape batch) {
    return batch.slice(1, batch.rank());
  }

  /** Scales as in training, in the type of the data, and brings the result to the model's type. */
  private NdArray prepare(InputSpec input, NdArray given, int rows) {
    var scaled = given.copy();
    var size = input.type().shape().size();
    for (var row = 0; row < rows; row++) {
      trained.normalization().apply(input.name(), scaled, row, size);
    }
    var type = input.type().withShape(given.shape());
    var result = scaled.dtype() == type.dtype() ? scaled : convert(input, scaled, type);
    if (type.dtype().isFloating()) {
      for (var i = 0; i < result.size(); i++) {
        if (!Double.isFinite(result.getDouble(i))) {
          throw element(input, i / size, i % size, given.getDouble(i), "a finite number");
        }
      }
    }
    return result;
  }

  private static NdArray convert(InputSpec input, NdArray given, TensorType type) {
    var result = NdArray.zeros(type);
    var size = input.type().shape().size();
    for (var i = 0; i < result.size(); i++) {
      var value = given.getDouble(i);
      if (!type.dtype().isFloating() && value != Math.rint(value)) {
        throw element(input, i / size, i % size, value, "a whole number");
      }
      result.setDouble(i, value);
    }
    return result;
  }

  private static DataException element(
      InputSpec input, int example, int element, double value, String expected) {
    return new DataException(
        "input "
            + input.name()
            + " of example "
            + (example + 1)
            + " is "
            + value
            + " at element "
            + element
            + ", expected "
            + expected);
  }

  @Override
  public void close() {
    benches.close();
  }
}
