package org.caracal.core.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.caracal.SpecException;
import org.caracal.training.Job;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final String SPEC =
      """
      model:
        inputs: {x: [4]}
        sequential: [{dense: {units: 3}}, relu]
      data: {source: digits}
      training: {epochs: 1, loss: mse, target: y, optimizer: adam}
      """;

  @Test
  void replacesValues() {
    var job =
        read(
            Map.of(
                "seed", "9",
                "training.epochs", "7",
                "training.metrics", "[mae, {top-k: {k: 3}}]",
                "model.sequential.0.dense.units", "32",
                "model.sequential.1", "gelu",
                "training.optimizer.adam.learningRate", "1e-2",
                "data.split.test", "0.5"));

    assertEquals(9, job.seed());
    assertEquals(7, job.training().epochs());
    assertEquals(
        List.of("mae", "top-k"),
        job.training().metrics().stream().map(metric -> metric.metric().name()).toList());
    assertEquals(Map.of("units", 32L), job.model().nodes().get(0).layer().options());
    assertEquals("gelu", job.model().nodes().get(1).layer().name());
    assertEquals(
        Map.of("learningRate", 1e-2), job.training().phases().get(0).optimizer().options());
    assertEquals(0.5, job.data().testFraction());
  }

  @Test
  void namesTheSettingThatDoesNotFit() {
    assertFails(
        "--set training.epochs: training.epochs must be an integer, not 'x'",
        "training.epochs",
        "x");
    assertFails(
        "--set training.epoch: training has no key 'epoch': did you mean 'epochs'? (keys: epochs,"
            + " batchSize, metrics, phases, earlyStopping, clipGradients, nanGuard, loss, output,"
            + " target, losses, optimizer, schedule, parameters)",
        "training.epoch",
        "3");
    assertFails(
        "--set training.epochs.x: training.epochs is 1 and has no keys", "training.epochs.x", "3");
    assertFails(
        "--set model.sequential.2: model.sequential is a list of 2: '2' is no index, from 0, of it",
        "model.sequential.2",
        "relu");
    assertFails(
        "--set model.sequential.first: model.sequential is a list of 2: 'first' is no index, from"
            + " 0, of it",
        "model.sequential.first",
        "relu");
    assertFails(
        "--set training.epochs: training.epochs must be an integer, not nothing",
        "training.epochs",
        "");
    assertFails(
        "--set seed:1: not valid YAML: while parsing a flow node: expected the node content, but"
            + " found '<stream end>'",
        "seed",
        "[");
    assertFails(
        "--set : the spec has no key '' (keys: name, seed, model, data, training)", "", "1");
  }

  private static void assertFails(String message, String path, String value) {
    assertEquals(
        message, assertThrows(SpecException.class, () -> read(Map.of(path, value))).getMessage());
  }

  private static Job read(Map<String, String> settings) {
    return YamlJobReader.parse(SPEC, "job.yaml", Path.of("."), settings);
  }
}
