package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.model.ModelStore;
import org.caracal.testing.Container;
import org.caracal.training.JobReader;
import org.caracal.training.RunOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with a trained model: a plane learnt from CSV, and three classes of it. */
class PredictionIT {
  private static final int ROWS = 300;
  private static Container container;
  private static Path checkpoint;
  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException {
    container = Bundles.felix().start();
    Files.writeString(
        folder.resolve("plane.csv"),
        IntStream.range(0, ROWS)
            .mapToObj(i -> x(i) + "," + label(i) + "," + y(i))
            .collect(Collectors.joining("\n", "x,class,y\n", "\n")));
    var spec =
        Files.writeString(
            folder.resolve("plane.yaml"),
            """
            name: plane
            seed: 1
            model:
              inputs: {features: [2]}
              sequential:
                - dense: {units: 16}
                - tanh
                - dense: {units: 3}
            data:
              source: {csv: {file: plane.csv, target: [class], labels: true}}
              split: {test: 0.2}
              normalize: {features: standard}
            training:
              epochs: 40
              batchSize: 32
              loss: cross-entropy
              target: target
              optimizer: {adam: {learningRate: 0.03}}
              metrics: [accuracy]
            """);
    checkpoint = folder.resolve("checkpoints");
    var job = container.service(JobReader.class).read(spec, Map.of());
    Jobs.finish(Jobs.start(container, job, Jobs.on("java", checkpoint)));
  }

  @AfterAll
  static void stop() {
    container.close();
  }

  private static double x(int row) {
    return (row * 37 % ROWS) / (double) ROWS;
  }

  private static double y(int row) {
    return 100 * ((row * 91 % ROWS) / (double) ROWS);
  }

  /** Which third of the plane a point lies in. */
  private static int label(int row) {
    return Math.min(2, (int) (1.5 * (x(row) + y(row) / 100)));
  }

  private static ModelStore store() {
    return container.service(ModelStore.class);
  }

  @Test
  void evaluationGivesTheMetricsOfTheRun() {
    var metrics = store().evaluate(checkpoint, RunOptions.DEFAULT);
    assertTrue(metrics.get("accuracy") > 0.9, metrics.toString());
    assertTrue(metrics.get("loss") < 0.4, metrics.toString());
  }

  @Test
  void csvIsPredictedWithTheClassFirst() throws IOException {
    var output = folder.resolve("predictions.csv");
    var rows = store().predict(checkpoint, folder.resolve("plane.csv"), output, RunOptions.DEFAULT);
    assertEquals(ROWS, rows);
    var lines = Files.readAllLines(output);
    assertEquals("target,dense_2[0],dense_2[1],dense_2[2]", lines.get(0));
    assertEquals(ROWS + 1, lines.size());
    var right =
        IntStream.range(0, ROWS).filter(i -> lines.get(i + 1).startsWith(label(i) + ",")).count();
    assertTrue(right > 0.9 * ROWS, right + " of " + ROWS);
  }

  @Test
  void filesAndCallsGiveTheSame() throws IOException {
    var input = folder.resolve("features.csv");
    Files.writeString(input, "0.5,50\n0.1,10\n");
    var output = folder.resolve("predictions.npy");
    assertEquals(2, store().predict(checkpoint, input, output, RunOptions.DEFAULT));
    try (var predictor = store().load(checkpoint, RunOptions.DEFAULT)) {
      var both =
          predictor
              .predict(Map.of("features", NdArray.of(Shape.of(2, 2), 0.5, 50, 0.1, 10)))
              .get("dense_2");
      var one =
          predictor
              .predict(Map.of("features", NdArray.of(Shape.of(1, 2), 0.1f, 10f)))
              .get("dense_2");
      assertArrayEquals(Arrays.copyOfRange(both.toDoubles(), 3, 6), one.toDoubles(), 1e-5);
      var bytes = Files.readAllBytes(output);
      assertEquals(128 + 4 * 6, bytes.length);
    }
  }

  @Test
  void aPredictorSurvivesItsBackend() {
    try (var predictor = store().load(checkpoint, RunOptions.DEFAULT)) {
      var input = Map.of("features", NdArray.of(Shape.of(1, 2), 0.1f, 10f));
      var before = predictor.predict(input).get("dense_2").toDoubles();
      var backend = container.bundle("org.caracal.backend.java");
      container.stop(backend);
      container.start(backend);
      assertArrayEquals(before, predictor.predict(input).get("dense_2").toDoubles(), 1e-6);
    }
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    try (var predictor = store().load(checkpoint, RunOptions.DEFAULT)) {
      var missing =
          assertThrows(DataException.class, () -> predictor.predict(Map.of())).getMessage();
      assertTrue(missing.contains("input features of model plane is missing"), missing);
      var shape = Map.of("features", NdArray.of(Shape.of(1, 3), 1f, 2f, 3f));
      var message = assertThrows(DataException.class, () -> predictor.predict(shape)).getMessage();
      assertTrue(message.contains("should have the shape [N, 2]"), message);
      var nan = Map.of("features", NdArray.of(Shape.of(2, 2), 1f, 2f, 3f, Float.NaN));
      var text = assertThrows(DataException.class, () -> predictor.predict(nan)).getMessage();
      assertTrue(text.contains("example 2 is NaN at element 1"), text);
    }
    var wide = Files.writeString(folder.resolve("wide.csv"), "1,2,3,4\n");
    var output = folder.resolve("nothing.csv");
    assertThrows(
        SpecException.class, () -> store().predict(checkpoint, wide, output, RunOptions.DEFAULT));
    var elsewhere = folder.resolve("missing").resolve("out.csv");
    var folderMissing =
        assertThrows(
                DataException.class,
                () -> store().predict(checkpoint, wide, elsewhere, RunOptions.DEFAULT))
            .getMessage();
    assertTrue(folderMissing.contains("there is no folder"), folderMissing);
    assertTrue(Files.notExists(output));
  }
}
