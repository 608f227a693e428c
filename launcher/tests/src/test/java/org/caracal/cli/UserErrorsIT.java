package org.caracal.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.caracal.cli.Caracal.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do wrong, and what they are told: what, where, what was expected, and the remedy. */
class UserErrorsIT {
  private static final String MODEL =
      """
      name: table
      model:
        inputs: {features: [2]}
        sequential:
          - dense: {units: 3}
      """;
  private static final String TRAINING =
      "training: {epochs: 1, loss: cross-entropy, target: target, optimizer: sgd}\n";
  private static final String CSV =
      "data: {source: {csv: {file: table.csv, target: '-1', labels: true}}}\n" + TRAINING;

  @TempDir Path folder;

  private Caracal caracal() {
    return new Caracal(folder).quickToStart();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** The example with one text in place of another. */
  private void writeDigits(String text, String instead) throws IOException {
    var spec = Files.readString(Path.of(Caracal.DIGITS));
    assertTrue(spec.contains(text), spec);
    write("spec.yaml", spec.replace(text, instead));
  }

  private static void assertTold(int code, Outcome outcome, String... parts) {
    assertAll(
        () -> assertEquals(code, outcome.code(), outcome.err()),
        () -> assertTrue(outcome.err().startsWith("caracal: "), outcome.err()),
        () -> assertFalse(outcome.err().contains("\tat "), outcome.err()),
        () -> assertFalse(outcome.err().contains("Exception"), outcome.err()),
        () -> assertTrue(outcome.err().lines().count() <= 4, outcome.err()),
        () ->
            Arrays.stream(parts)
                .forEach(part -> assertTrue(outcome.err().contains(part), outcome.err())));
  }

  @Test
  void misspeltOption() throws IOException {
    writeDigits("units: 256", "unit: 256");
    assertTold(
        2,
        caracal().run("train", "spec.yaml"),
        "spec.yaml:",
        "dense has no option 'unit': did you mean 'units'?");
  }

  @Test
  void unknownKey() throws IOException {
    writeDigits("  epochs:", "  epoch:");
    assertTold(
        2,
        caracal().run("train", "spec.yaml"),
        "spec.yaml:",
        "training has no key 'epoch': did you mean 'epochs'?");
  }

  @Test
  void noYaml() throws IOException {
    write("spec.yaml", "model: {inputs: [\n");
    assertTold(2, caracal().run("train", "spec.yaml"), "spec.yaml:", "not valid YAML");
  }

  @Test
  void noSpec() {
    assertTold(2, caracal().run("train", "none.yaml"), "none.yaml");
    assertTold(2, caracal().run("summary", "."), "folder");
  }

  @Test
  void shapesThatDoNotFit() throws IOException {
    write(
        "spec.yaml",
        """
        model:
          inputs: {pixels: [64]}
          graph:
            - {name: left, layer: {dense: {units: 10}}, inputs: pixels}
            - {name: right, layer: {dense: {units: 12}}, inputs: pixels}
            - {name: both, layer: add, inputs: [left, right]}
          outputs: both
        data: {source: digits}
        """
            + TRAINING.replace("target: target", "target: label"));
    assertTold(
        2, caracal().run("train", "spec.yaml"), "spec.yaml:6: ", "both", "32, 10]", "32, 12]");
  }

  @Test
  void missingPlugin() throws IOException {
    writeDigits("- relu", "- mish");
    assertTold(
        4,
        caracal().run("train", "spec.yaml"),
        "spec.yaml:",
        "there is no layer 'mish'",
        "capability org.caracal.plugin;kind=layer;name=mish");
  }

  @Test
  void missingPluginOfACheckpoint() throws IOException {
    writeDigits("- relu", "- mish");
    var plugins = Caracal.PLUGINS.toString();
    var trained =
        caracal().run("train", "spec.yaml", "--epochs=1", "--checkpoint=c", "--plugins", plugins);
    assertEquals(0, trained.code(), trained.err());
    assertTold(4, caracal().run("evaluate", "c"), "there is no layer 'mish'", "name=mish");
    var evaluated = caracal().run("evaluate", "c", "--plugins", plugins);
    assertEquals(0, evaluated.code(), evaluated.err());
  }

  @Test
  void unknownBackend() {
    assertTold(
        2,
        caracal().run("train", Caracal.DIGITS, "--backend", "gpu"),
        "there is no backend gpu",
        "auto",
        "java");
  }

  @Test
  void settingsThatDoNotFit() {
    assertTold(2, caracal().run("train", Caracal.DIGITS, "--set", "epochs"), "KEY=VALUE", "epochs");
    assertTold(
        2,
        caracal().run("train", Caracal.DIGITS, "--set", "training.epoch=3"),
        "--set training.epoch",
        "did you mean 'epochs'?");
    assertTold(
        2,
        caracal().run("train", Caracal.DIGITS, "--set", "training.epochs=many"),
        "--set training.epochs",
        "must be an integer, not 'many'");
  }

  @Test
  void textInATableOfNumbers() throws IOException {
    write("spec.yaml", MODEL + CSV);
    write("table.csv", "1,2,0\n3,4,1\n5,abc,2\n");
    assertTold(3, caracal().run("train", "spec.yaml"), "table.csv:3: ", "column2", "'abc'");
  }

  @Test
  void optionsOfDataThatDoNotFit() throws IOException {
    write("spec.yaml", MODEL + CSV.replace("target: '-1', ", ""));
    write("table.csv", "1,2,0\n3,4,1\n");
    assertTold(2, caracal().run("train", "spec.yaml"), "spec.yaml:6: ", "csv", "labels");
  }

  @Test
  void notANumber() throws IOException {
    write("spec.yaml", MODEL + CSV);
    write("table.csv", "1,2,0\nNaN,4,1\n5,6,2\n");
    assertTold(3, caracal().run("train", "spec.yaml"), "table.csv:2: ", "column1", "'NaN'");
  }

  @Test
  void labelsOutOfRange() throws IOException {
    write("spec.yaml", MODEL + CSV);
    write("table.csv", "1,2,0\n3,4,7\n5,6,2\n");
    assertTold(3, caracal().run("train", "spec.yaml"), "label", "7", "3");
  }

  @Test
  void noData() throws IOException {
    write("spec.yaml", MODEL + CSV);
    assertTold(3, caracal().run("train", "spec.yaml"), "table.csv", "--data-dir");
  }

  @Test
  void truncatedImages() throws IOException {
    write(
        "spec.yaml",
        """
        model:
          inputs: {pixels: [2, 2]}
          sequential: [flatten, {dense: {units: 3}}]
        data: {source: {idx: {images: images, labels: labels}}}
        """
            + TRAINING.replace("target: target", "target: label"));
    // 3 images of 2 x 2 bytes, of which the last one lacks one; 3 labels
    Files.write(
        folder.resolve("images"),
        new byte[] {
          0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        });
    Files.write(folder.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2});
    assertTold(3, caracal().run("train", "spec.yaml"), "images", "truncated", "12", "11");
  }

  @Test
  void truncatedCheckpoint() throws IOException {
    var trained =
        caracal().run("train", Caracal.DIGITS, "--epochs=1", "--checkpoint=c", "--backend=java");
    assertEquals(0, trained.code(), trained.err());
    Path whole;
    try (var files = Files.list(folder.resolve("c"))) {
      whole = files.filter(file -> file.toString().contains("step-")).findFirst().orElseThrow();
    }
    var bytes = Files.readAllBytes(whole);
    Files.createDirectory(folder.resolve("d"));
    var name = whole.getFileName().toString();
    Files.write(folder.resolve("d").resolve(name), Arrays.copyOf(bytes, bytes.length / 2));
    assertTold(3, caracal().run("evaluate", "d"), name, "truncated");
    assertTold(3, caracal().run("train", Caracal.DIGITS, "--resume", "d"), name, "truncated");
    bytes[bytes.length / 2] ^= 1;
    Files.write(folder.resolve("d").resolve(name), bytes);
    assertTold(3, caracal().run("evaluate", "d/" + name), name, "checksum");
    assertTold(3, caracal().run("evaluate", "none"), "no checkpoint at", "none");
  }

  @Test
  void checkpointFolderThatCannotBeWritten() throws IOException {
    write("file", "");
    var outcome = caracal().run("train", Caracal.DIGITS, "--checkpoint", "file/below");
    assertTold(3, outcome, "file/below", "Not a directory", "--checkpoint");
    assertFalse(outcome.out().contains("epoch"), outcome.out());
  }

  @Test
  void predictionsThatCannotBeMade() throws IOException {
    var trained =
        caracal().run("train", Caracal.DIGITS, "--epochs=1", "--checkpoint=c", "--backend=java");
    assertEquals(0, trained.code(), trained.err());
    write("short.csv", "1,2,3\n");
    assertTold(3, caracal().run("predict", "c", "--input=none.csv", "--output=o.csv"), "none.csv");
    assertTold(
        3, caracal().run("predict", "c", "--input=short.csv", "--output=o.csv"), "short.csv", "64");
    write("one.csv", "1" + ",2".repeat(63) + "\n");
    assertTold(
        3, caracal().run("predict", "c", "--input=one.csv", "--output=no/o.csv"), "no/o.csv");
    assertFalse(Files.exists(folder.resolve("o.csv")));
  }

  @Test
  void foldersOfPluginsThatAreNone() throws IOException {
    assertTold(2, caracal().run("plugins", "--plugins", "none"), "none", "--plugins");
    Files.createDirectory(folder.resolve("p"));
    write("p/broken.jar", "junk");
    var outcome = caracal().run("plugins", "--plugins", "p");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("broken.jar is passed over"), outcome.err());
  }

  @Test
  void withJsonFailuresAreObjectsToo() throws IOException {
    write("spec.yaml", MODEL + CSV);
    var outcome = caracal().run("train", "spec.yaml", "--json");
    assertEquals(3, outcome.code());
    assertEquals(1, outcome.events().size());
    assertEquals("failed", outcome.events().get(0).get("event"));
    var message = outcome.events().get(0).get("message").toString();
    assertTrue(message.contains("table.csv"), message);
    assertTrue(
        outcome.err().getBytes(StandardCharsets.UTF_8).length >= message.length(), outcome.err());
  }
}
