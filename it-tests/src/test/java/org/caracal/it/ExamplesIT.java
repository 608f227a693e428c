package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.ConfigurationAdmin;

/** The example bundles, which know nothing but the published API, in one run. */
class ExamplesIT {
  @TempDir Path folder;

  @Test
  void layerOptimizerAndListenerOfThirdParties() throws IOException {
    var csv = folder.resolve("norms.csv");
    try (var container = Bundles.felix().start()) {
      container
          .service(ConfigurationAdmin.class)
          .getConfiguration("com.example.recorder", "?")
          .update(new Hashtable<>(Map.of("file", csv.toString())));
      for (var name : List.of("mish-layer", "lion-optimizer", "gradient-recorder")) {
        Bundles.add(container, Bundles.EXAMPLES.resolve(name + ".jar"));
      }
      var job =
          Jobs.digits(
              container,
              Map.of(
                  "training.epochs", "20",
                  "training.optimizer", "{lion: {learningRate: 2e-3, weightDecay: 0.01}}",
                  "model.sequential", "[dense: {units: 64}, mish, dense: {units: 10}]"));
      var result = Jobs.finish(Jobs.start(container, job, Jobs.on("auto")));
      assertTrue(result.metrics().get("accuracy") >= 0.95, result.toString());
      container.stop(container.bundle("gradient-recorder"));
      check(Files.readAllLines(csv), result.steps());
    }
  }

  /** A row for each of the two dense layers and each step; gradients become smaller. */
  private static void check(List<String> lines, long steps) {
    assertEquals("run,step,layer,norm", lines.get(0));
    assertEquals(1 + 2 * steps, lines.size());
    assertTrue(lines.get(1).matches("run-1,1,dense_2,[0-9.E-]+"), lines.get(1));
    assertTrue(lines.get(2).matches("run-1,1,dense_1,[0-9.E-]+"), lines.get(2));
    var fifth = lines.size() / 5;
    assertTrue(mean(lines.subList(1, fifth)) > 2 * mean(lines.subList(4 * fifth, lines.size())));
  }

  private static double mean(List<String> lines) {
    return lines.stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
        .average()
        .orElseThrow();
  }
}
