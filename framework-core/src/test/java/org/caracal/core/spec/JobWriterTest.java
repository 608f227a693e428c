package org.caracal.core.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.Shape;
import org.caracal.model.ModelSpec;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.Callbacks;
import org.caracal.training.DataSpec;
import org.caracal.training.Job;
import org.caracal.training.TrainingSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobWriterTest {
  static List<Path> examples() throws IOException {
    try (var files = Files.list(Path.of("..", "examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void readsBackWhatItWrote(Path example) throws IOException {
    var job = new YamlJobReader().read(example, Map.of());

    assertRoundTrip(job);
  }

  @Test
  void writesJobsMadeInJava() throws IOException {
    var nested =
        PluginSpec.of(
            "dense",
            Map.of("units", 3, "kernelInitializer", PluginSpec.of("normal", Map.of("mean", 0.5))));
    var training =
        TrainingSpec.of(
            2, 8, PluginSpec.of("mse"), "y", PluginSpec.of("sgd"), List.of(PluginSpec.of("mae")));
    var callbacks =
        new Callbacks(
            Optional.of(new Callbacks.EarlyStopping("mae", 3, 0.1)),
            Optional.of(new Callbacks.Clipping(Callbacks.Clipping.Method.NORM, 1)),
            Callbacks.NanGuard.SKIP);
    var job =
        new Job(
            "made",
            3,
            ModelSpec.sequential("net", "x", Shape.of(4)).layer(nested).layer("relu").build(),
            new DataSpec(
                PluginSpec.of("arrays", Map.of("name", "mine")),
                Optional.empty(),
                Optional.of(PluginSpec.of("digits")),
                0.125,
                0,
                List.of(
                    new DataSpec.Normalization("x", DataSpec.Normalization.Method.AFFINE, 1, 2)),
                false),
            new TrainingSpec(2, 8, training.phases(), training.metrics(), callbacks),
            Path.of("."));

    assertRoundTrip(job);
    assertEquals(
        List.of(
            Map.of(
                "name", "dense_1",
                "layer",
                    Map.of(
                        "dense",
                        Map.of(
                            "kernelInitializer",
                            Map.of("normal", Map.of("mean", 0.5)),
                            "units",
                            3L)),
                "inputs", List.of("x")),
            Map.of("name", "relu_1", "layer", "relu", "inputs", List.of("dense_1"))),
        JobWriter.model(job.model()).get("graph"));
  }

  /** Through a map, and through JSON text, which the reader of YAML understands. */
  private static void assertRoundTrip(Job job) throws IOException {
    var written = JobWriter.write(job);
    var json = JSON.std.asString(written);

    var fromMap = YamlJobReader.parse(written, job.directory());
    var fromText = YamlJobReader.parse(json, "job.json", job.directory(), Map.of());
    var fromJson = YamlJobReader.parse(JSON.std.mapFrom(json), job.directory());

    assertEquals(written, JobWriter.write(fromMap));
    assertEquals(json, JSON.std.asString(JobWriter.write(fromText)));
    assertEquals(json, JSON.std.asString(JobWriter.write(fromJson)));
    assertEquals(job.model().inputs(), fromText.model().inputs());
    assertEquals(job.model().outputs(), fromText.model().outputs());
    assertEquals(job.training().callbacks(), fromText.training().callbacks());
    assertEquals(job.data().normalizations(), fromText.data().normalizations());
    assertEquals(job.seed(), fromText.seed());
  }
}
