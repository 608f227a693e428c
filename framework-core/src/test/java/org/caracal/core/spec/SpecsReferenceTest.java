package org.caracal.core.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.caracal.SpecException;
import org.caracal.training.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference of specs tells of every key, and its examples are valid. */
class SpecsReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "SPECS.md");
  private static final Pattern KEYS = Pattern.compile("\\(keys: (.*)\\)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x: 1",
        "model: {x: 1}",
        "model: {inputs: {a: {x: 1}}}",
        "model: {inputs: {a: 1}, sequential: [{name: b, x: 1}]}",
        "data: {x: 1}",
        "data: {source: d, split: {x: 1}}",
        "data: {source: d, normalize: {a: {x: 1}}}",
        "training: {x: 1}",
        "training: {epochs: 1, losses: [{x: 1}]}",
        "training: {epochs: 1, phases: [{x: 1}]}",
        "training: {epochs: 1, loss: mse, target: y, optimizer: sgd, metrics: [{metric: mae, x:"
            + " 1}]}",
        "training: {epochs: 1, loss: mse, target: y, optimizer: sgd, earlyStopping: {x: 1}}",
        "training: {epochs: 1, loss: mse, target: y, optimizer: sgd, clipGradients: {x: 1}}"
      })
  void tellsOfEveryKey(String section) throws IOException {
    var before = section.startsWith("model") ? "" : "model: {inputs: {a: 1}, sequential: [relu]}\n";
    var data = section.startsWith("training") ? "data: {source: d}\n" : "";
    var message =
        assertThrows(SpecException.class, () -> read(before + data + section)).getMessage();
    var keys = KEYS.matcher(message);
    assertEquals(true, keys.find(), message);
    var reference = Files.readString(REFERENCE);

    assertEquals(
        List.of(),
        Arrays.stream(keys.group(1).split(", "))
            .filter(key -> !reference.contains("`" + key + "`") && !reference.contains(key + ": "))
            .toList(),
        "keys that " + REFERENCE + " does not mention");
  }

  @Test
  void beginsWithAValidSpec() throws IOException {
    var reference = Files.readString(REFERENCE);
    var start = reference.indexOf("```yaml\n") + "```yaml\n".length();

    var job = read(reference.substring(start, reference.indexOf("```", start)));

    assertEquals("digits-mlp", job.name());
    assertEquals(3, job.model().nodes().size());
  }

  private static Job read(String text) {
    return YamlJobReader.parse(text, "reference.yaml", Path.of("."), Map.of());
  }
}
