package org.caracal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --profile} prints, and the flight recorder records. */
class ProfileIT {
  private static final List<String> LAYERS =
      List.of("dropout_1", "dense_1", "relu_1", "dropout_2", "dense_2");

  @TempDir Path folder;

  @Test
  void jsonAndTheFlightRecorderHaveTheSameNumbers() throws IOException {
    var caracal =
        new Caracal(folder)
            .with(
                "CARACAL_JAVA_OPTS",
                "-Xlog:jfr+startup=off -XX:StartFlightRecording=filename=recording.jfr");
    var outcome =
        caracal.run("train", Caracal.DIGITS, "--json", "--profile", "--epochs=3", "--backend=java");
    assertEquals(0, outcome.code(), outcome.err());
    var profiles =
        outcome.events().stream().filter(event -> event.get("event").equals("profile")).toList();
    assertEquals(1, profiles.size());
    var recorded = RecordingFile.readAllEvents(folder.resolve("recording.jfr"));
    for (var backend : list(profiles.get(0), "backends")) {
      check(backend);
      check(backend, recorded);
    }
  }

  private static void check(Map<String, Object> backend) {
    assertEquals(
        LAYERS, list(backend, "layers").stream().map(layer -> layer.get("layer")).toList());
    assertEquals(1, sum(backend, "share", "layers", "phases", "noKernel"), 1e-9);
    assertEquals(1, sum(backend, "share", "kernels", "noKernel"), 1e-9);
    var limits = (Map<?, ?>) backend.get("limits");
    var peak = (Double) limits.get("gigaflopsPerSecond");
    for (var kernel : list(backend, "kernels")) {
      assertTrue((Double) kernel.get("gigaflopsPerSecond") < 1.2 * peak, kernel + " of " + limits);
      assertTrue((Double) kernel.get("nanoseconds") > 0, kernel.toString());
    }
  }

  private static void check(Map<String, Object> backend, List<RecordedEvent> recorded) {
    var events =
        recorded.stream()
            .filter(event -> event.getEventType().getName().equals("caracal.KernelProfile"))
            .filter(event -> event.getString("backend").equals(backend.get("backend")))
            .toList();
    var kernels = list(backend, "kernels");
    assertEquals(kernels.size(), events.size());
    for (var i = 0; i < events.size(); i++) {
      var kernel = kernels.get(i);
      var event = events.get(i);
      assertEquals(kernel.get("kernel"), event.getString("kernel"));
      assertEquals(kernel.get("path"), event.getString("path"));
      for (var number : List.of("calls", "share", "gigaflopsPerSecond", "gigabytesPerSecond")) {
        assertEquals((Double) kernel.get(number), event.getDouble(number), 1e-9, number);
      }
      assertEquals((Double) kernel.get("nanoseconds"), event.getLong("time"), 1);
    }
    var layers = new TreeSet<String>();
    recorded.stream()
        .filter(event -> event.getEventType().getName().equals("caracal.LayerProfile"))
        .forEach(event -> layers.add(event.getString("layer")));
    assertTrue(layers.containsAll(LAYERS), layers.toString());
    assertTrue(layers.contains("update of train"), layers.toString());
  }

  /** Neither the flight recorder nor what tells of allocated bytes is there. */
  @Test
  void tablesArePrintedWithoutThoseModules() {
    var modules = "java.base,java.logging,java.xml,java.desktop,jdk.unsupported";
    var caracal =
        new Caracal(folder)
            .with("CARACAL_VECTOR", "off")
            .with("CARACAL_ARCHIVE", "off")
            .with("CARACAL_JAVA_OPTS", "--limit-modules " + modules);
    var outcome =
        caracal.run(
            "train", Caracal.DIGITS, "--profile", "--epochs=2", "--backend=java", "--threads=2");
    assertEquals(0, outcome.code(), outcome.err());
    var lines = outcome.out().lines().toList();
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.matches("profile of \\d+ steps of .* java, 2 threads")),
        outcome.out());
    for (var layer : LAYERS) {
      assertTrue(lines.stream().anyMatch(line -> line.startsWith(layer + " ")), outcome.out());
    }
    var shares =
        lines.stream()
            .dropWhile(line -> !line.startsWith("kernel "))
            .skip(1)
            .takeWhile(line -> !line.startsWith("all "))
            .mapToDouble(ProfileIT::share)
            .sum();
    assertEquals(100, shares, 2, outcome.out()); // each is rounded
    assertFalse(outcome.out().contains("NaN"), outcome.out());
  }

  private static double share(String line) {
    return Stream.of(line.split(" +"))
        .filter(word -> word.endsWith("%"))
        .map(word -> Double.valueOf(word.replace("%", "")))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked") // arrays of objects are lists of maps
  private static List<Map<String, Object>> list(Map<String, Object> object, String name) {
    return (List<Map<String, Object>>) object.get(name);
  }

  private static double sum(Map<String, Object> backend, String number, String... lists) {
    return Stream.of(lists)
        .flatMap(name -> list(backend, name).stream())
        .mapToDouble(object -> (Double) object.get(number))
        .sum();
  }
}
