package org.caracal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caracal.cli.Caracal.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command does what it promises. */
class CommandsIT {
  @TempDir Path folder;

  private Caracal caracal() {
    return new Caracal(folder);
  }

  private Outcome succeed(String... arguments) {
    return succeed(caracal(), arguments);
  }

  private static Outcome succeed(Caracal caracal, String... arguments) {
    var outcome = caracal.run(arguments);
    assertEquals(0, outcome.code(), outcome.err() + outcome.out());
    return outcome;
  }

  private static Map<?, ?> finished(Outcome outcome) {
    var events = outcome.events();
    return events.get(events.size() - 1);
  }

  @Test
  void trainsToTheEnd() {
    var outcome = succeed("train", Caracal.DIGITS);
    var lines = outcome.out().lines().toList();
    assertEquals("", outcome.err());
    assertTrue(lines.get(0).startsWith("training digits-mlp, seed "), outcome.out());
    assertTrue(lines.get(1).startsWith("backend "), outcome.out());
    var last = lines.get(lines.size() - 1);
    assertTrue(last.startsWith("finished after step "), last);
    assertTrue(
        last.matches(".* test loss 0\\.\\d+  accuracy 0\\.9\\d+ .*, backend \\w+ \\(.+\\)"), last);
    assertFalse(outcome.out().contains("\033") || outcome.out().contains("\r"), outcome.out());
  }

  @Test
  void withJsonEveryLineIsAnObject() {
    var outcome =
        succeed(
            "train", Caracal.DIGITS, "--json", "--epochs=2", "--checkpoint=c", "--swap-every=40");
    var names = outcome.events().stream().map(event -> event.get("event")).toList();
    var epochs = names.stream().filter("epoch"::equals).count();
    assertEquals("started", names.get(0));
    assertEquals(2, epochs);
    assertEquals(2, names.stream().filter("checkpoint"::equals).count());
    assertEquals("finished", names.get(names.size() - 1));
    var finished = finished(outcome);
    var metrics = (Map<?, ?>) finished.get("metrics");
    assertTrue((Double) metrics.get("accuracy") > 0.5, finished.toString());
    assertTrue((Double) metrics.get("loss") > 0, finished.toString());
    assertEquals(
        names.stream().filter("step"::equals).count(),
        ((Number) finished.get("steps")).longValue());
    assertTrue(((Number) finished.get("seconds")).doubleValue() > 0);
    assertTrue(((Number) finished.get("stepsPerSecond")).doubleValue() > 0);
    assertFalse(finished.get("backend").toString().isEmpty());
    if (succeed("backends").out().contains("native   ready")) {
      assertTrue(names.contains("swapped"), names.toString());
    }
  }

  @Test
  void quietIsOneLine() {
    var outcome = succeed("train", Caracal.DIGITS, "--quiet", "--epochs=1");
    assertEquals(1, outcome.out().lines().count(), outcome.out());
  }

  @Test
  void equalSeedsMakeEqualFiles() throws IOException {
    var files = new ArrayList<ByteBuffer>();
    for (var seed : List.of(1, 1, 2)) {
      var checkpoints = "c" + files.size();
      var settings = List.of("--seed=" + seed, "--set=training.epochs=1", "--backend=java");
      var arguments = new ArrayList<>(List.of("train", Caracal.DIGITS));
      arguments.addAll(settings);
      arguments.add("--checkpoint=" + checkpoints);
      succeed(arguments.toArray(String[]::new));
      var best = folder.resolve(checkpoints).resolve("best.safetensors");
      files.add(ByteBuffer.wrap(Files.readAllBytes(best)));
    }
    assertEquals(files.get(0), files.get(1));
    assertNotEquals(files.get(0), files.get(2));
  }

  @Test
  void evaluatesAndPredictsWithACheckpoint() throws IOException {
    var trained =
        succeed(
            "train", Caracal.DIGITS, "--json", "--epochs=2", "--checkpoint=c", "--backend=java");
    var evaluated = succeed("evaluate", "c", "--json", "--backend=java");
    assertEquals(
        new TreeMap<>((Map<?, ?>) finished(trained).get("metrics")),
        new TreeMap<>((Map<?, ?>) finished(evaluated).get("metrics")));
    Files.writeString(folder.resolve("in.csv"), ("0" + ",1".repeat(63) + "\n").repeat(3));
    var predicted = succeed("predict", "c", "--input=in.csv", "--output=out.csv");
    assertTrue(predicted.err().contains("3 predictions"), predicted.err());
    var lines = Files.readAllLines(folder.resolve("out.csv"));
    assertEquals(3, lines.size() - (lines.get(0).matches(".*[a-z].*") ? 1 : 0), lines.toString());
  }

  @Test
  void looksAtWhatThereIs() {
    var summary = succeed("summary", Caracal.DIGITS).out().lines().toList();
    assertTrue(summary.get(0).matches("layer +type +output +parameters +bundle"), summary.get(0));
    assertTrue(
        summary.stream().anyMatch(line -> line.matches("dense_1 +dense +\\[N, 256] +16,640 .*")),
        summary.toString());
    assertTrue(succeed("plugins").out().contains("dense "));
    assertTrue(succeed("describe", "adam").out().contains("learningRate"));
    assertTrue(succeed("backends").out().contains("java "));
    assertTrue(succeed("doctor").out().contains("ok    Event Admin: no time limit"));
  }

  @Test
  void withoutTheVectorApiItWorksAndSaysSo() {
    var caracal = caracal().with("CARACAL_VECTOR", "off");
    var outcome = succeed(caracal, "train", Caracal.DIGITS, "--epochs=1", "--backend=java");
    assertTrue(outcome.out().contains("pure Java, scalar"), outcome.out());
    assertTrue(outcome.out().contains("--add-modules jdk.incubator.vector"), outcome.out());
    var doctor = caracal.run("doctor");
    assertTrue(doctor.out().contains("--add-modules jdk.incubator.vector"), doctor.out());
  }

  @Test
  void droppedInPluginsServeOneCommandOnly() throws IOException {
    Files.writeString(
        folder.resolve("spec.yaml"),
        Files.readString(Path.of(Caracal.DIGITS)).replace("- relu", "- mish"));
    var plugins = Caracal.PLUGINS.toString();
    succeed("train", "spec.yaml", "--epochs=1", "--plugins", plugins);
    assertTrue(
        succeed("describe", "mish", "--plugins", plugins).out().contains("mish-layer 1.0.0"));
    assertEquals(4, caracal().run("train", "spec.yaml", "--epochs=1").code());
  }
}
