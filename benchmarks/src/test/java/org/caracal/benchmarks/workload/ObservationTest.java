package org.caracal.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservationTest {
  @TempDir Path folder;

  /** A shell script in the place of a system. */
  private record Script(String text) implements Contender {
    @Override
    public String name() {
      return "script";
    }

    @Override
    public boolean isPeer() {
      return true;
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public List<String> command(Trial trial, Path data) {
      return List.of("sh", "-c", text);
    }

    @Override
    public Optional<List<String>> firstStepCommand(Trial trial, Path data) {
      return Optional.empty();
    }

    @Override
    public Map<String, String> environment(Trial trial) {
      return Map.of();
    }

    @Override
    public boolean isFirstStep(String line) {
      return Peer.isFirst(line);
    }

    @Override
    public OptionalLong steps(Workload workload, String line) {
      return Peer.stepsOf(line);
    }
  }

  private Observation observe(Workload workload, String script) {
    var trial = new Trial(workload, 2, 0.2, 0.2, 10);
    return Observation.of(new Script(script), trial, folder, folder.resolve("log"));
  }

  @Test
  void stepsOfTheWarmUpDoNotCount() {
    try (var observation =
        observe(
            Workload.W1,
            "echo first; echo steps 1000; sleep 0.3; echo steps 1001; sleep 0.4; echo steps 1002;"
                + " sleep 0.4; echo steps 1005; sleep 60")) {
      assertTrue(observation.warmUp().get(Quantity.SECONDS_TO_FIRST_STEP) > 0);

      var rate = observation.turn().get(Quantity.STEPS_PER_SECOND);
      // 3 steps in 0.4 s, fewer if busy
      assertTrue(rate > 0 && rate <= 7.7, () -> "steps/s: " + rate);
    }
  }

  @Test
  void aProcessIsHaltedBetweenItsTurns() throws Exception {
    var count = folder.resolve("count");
    try (var observation =
        observe(
            Workload.W1,
            "i=0; while true; do i=$((i + 1)); echo $i > %s; echo steps $i; sleep 0.05; done"
                .formatted(count))) {
      observation.warmUp();
      var rate = observation.turn().get(Quantity.STEPS_PER_SECOND);
      assertTrue(rate > 0 && rate <= 20.5, () -> "steps/s: " + rate);
      var steps = Files.readString(count);
      Thread.sleep(300);

      assertEquals(steps, Files.readString(count));
      assertTrue(observation.turn().containsKey(Quantity.STEPS_PER_SECOND), "it goes on");
    }
  }

  @Test
  void latencyIsWhatTheProcessSays() {
    try (var observation =
        observe(
            Workload.W7A,
            "echo first; sleep 0.3; echo latency 9000 9000; sleep 0.3; echo latency 8000 8000;"
                + " sleep 0.3; echo latency 1500 2500; sleep 60")) {
      observation.warmUp();
      var values = observation.turn();

      assertEquals(1.5, values.get(Quantity.LATENCY_P50));
      assertEquals(2.5, values.get(Quantity.LATENCY_P99));
    }
  }

  @Test
  void aProcessThatFailsYieldsNoSpeed() {
    try (var observation = observe(Workload.W1, "echo out of order >&2; exit 1")) {
      assertEquals(Map.of(), observation.warmUp());
      assertEquals(Map.of(), observation.turn());
    }
  }

  @Test
  void anEpochOfCaracalIsItsSteps() {
    var caracal = new Caracal("java", folder);

    assertEquals(
        OptionalLong.of(60),
        caracal.steps(Workload.W1, "epoch       3/1000000  loss 2.3  0.2 s  9,000 samples/s"));
    assertEquals(OptionalLong.empty(), caracal.steps(Workload.W1, "training w1-mlp, seed 1"));
  }
}
