package org.caracal.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.caracal.array.Shape;
import org.caracal.graph.Tensor;
import org.caracal.model.ModelSpec;
import org.caracal.model.ModelSummary.Row;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.junit.jupiter.api.Test;

class ModelSummarizerTest {
  @Test
  void tellsShapesParametersAndBundles() {
    var plugins =
        TestLayers.plugins()
            .with(
                PluginKind.LAYER,
                "rows",
                TestLayers.layer((scope, inputs) -> List.of(inputs.get(0).reshape(-1, 2))))
            .with(
                PluginKind.LAYER,
                "total",
                TestLayers.layer((scope, inputs) -> List.of(inputs.get(0).sum(false))))
            .with(
                PluginKind.LAYER,
                "first",
                TestLayers.layer((scope, inputs) -> List.of(padded(inputs.get(0)))));
    var model =
        ModelSpec.sequential("m", "x", Shape.of(4))
            .layer(PluginSpec.of("dense", Map.of("units", 6)))
            .layer("center")
            .layer("rows")
            .layer("first")
            .layer("tower")
            .layer("total")
            .build();

    var summary = ModelSummarizer.summarize(model, plugins);

    assertEquals(
        List.of(
            row("dense_1", "dense", "[N, 6]", 24),
            row("center_1", "center", "[N, 6]", 0),
            row("rows_1", "rows", "[3N, 2]", 0),
            row("first_1", "first", "[3N + 1, 2]", 0),
            row("tower_1/cell", "dense", "[3N + 1, 2]", 4),
            row("tower_1/cell", "dense", "[3N + 1, 2]", 0),
            row("tower_1", "tower", "[3N + 1, 2]", 0),
            row("total_1", "total", "[]", 0)),
        summary.rows());
    assertEquals(28, summary.parameters());
    assertEquals(6, summary.states());
  }

  private static Tensor padded(Tensor tensor) {
    return tensor.pad(0, 1, 0, 0);
  }

  private static Row row(String path, String type, String output, long parameters) {
    return new Row(path, type, output, parameters, "test.plugins 1.2.0");
  }
}
