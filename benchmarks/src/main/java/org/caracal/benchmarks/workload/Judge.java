package org.caracal.benchmarks.workload;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs whole workloads on Caracal and its peers, each in processes of its own, which step in turns,
 * and writes the table into {@code docs/PERFORMANCE.md}. {@code benchmarks/run} builds and starts
 * it.
 */
public final class Judge {
  /** How often a system steps, before a turn on shared processors counts. */
  private static final int MOST_TURNS = 4;

  private final JudgeOptions options;
  private final Path root;
  private final Path target;
  private final Measurements measurements;
  private final List<Contender> contenders;

  private Judge(JudgeOptions options, Path root) {
    this.options = options;
    this.root = root;
    target = root.resolve("benchmarks/target/workloads");
    measurements = new Measurements(target.resolve("measurements.tsv"));
    contenders =
        List.of(
            new Caracal("java", root),
            new Caracal("native", root),
            peer("libtorch", "Libtorch", "pytorch"),
            peer("tensorflow", "TensorFlowPeer", "tensorflow-core-api"),
            peer("djl", "DjlPeer", "pytorch-engine"),
            peer("dl4j", "Dl4jPeer", "nd4j-native"));
  }

  private Peer peer(String name, String program, String artifact) {
    return new Peer(name, "org.caracal.benchmarks.peer." + name + "." + program, artifact, root);
  }

  /**
   * Measures.
   *
   * @param arguments {@code --quick}, {@code --full} or {@code --table}, and options
   */
  public static void main(String[] arguments) {
    JudgeOptions options;
    try {
      options = JudgeOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    var judge = new Judge(options, Path.of("").toAbsolutePath());
    judge.measure();
    judge.write();
  }

  private void measure() {
    for (var threads : options.threads()) {
      for (var workload : options.workloads()) {
        var fresh = new ArrayList<Measurement>();
        for (var round = 1; round <= options.rounds(); round++) {
          fresh.addAll(measure(workload, threads));
        }
        measurements.replaceBy(fresh);
      }
    }
  }

  /** Starts all systems, one after the other, and lets them step in turns. */
  private List<Measurement> measure(Workload workload, int threads) {
    var data = target.resolve(workload.title());
    new WorkloadData(workload, data).write();
    var trial = new Trial(workload, threads, options.warmUp(), options.seconds(), options.calls());
    var fresh = new ArrayList<Measurement>();
    var observations = new LinkedHashMap<Contender, Observation>();
    try {
      for (var contender : contenders) {
        if (options.systems().contains(contender.name())) {
          var log = target.resolve(contender.name() + ".log");
          note(contender, trial, Observation.firstStep(contender, trial, data, log), fresh);
          var observation = Observation.of(contender, trial, data, log);
          observations.put(contender, observation);
          note(contender, trial, observation.warmUp(), fresh);
        }
      }
      var processors = new Processors(threads);
      for (var turn = 1; turn <= options.turns(); turn++) {
        observations.forEach(
            (contender, observation) ->
                note(contender, trial, turn(observation, processors), fresh));
      }
    } finally {
      observations.values().forEach(Observation::close);
    }
    return fresh;
  }

  /** A turn in which the processors were whole, if there is one. */
  private static Map<Quantity, Double> turn(Observation observation, Processors processors) {
    for (var left = MOST_TURNS - 1; ; left--) {
      var whole = processors.areWhole();
      var values = observation.turn();
      if (whole && processors.areWhole() || left == 0) {
        return values;
      }
      System.out.println("again, because the processors were not whole: " + values);
    }
  }

  private void note(
      Contender contender, Trial trial, Map<Quantity, Double> values, List<Measurement> to) {
    System.out.printf(
        Locale.ROOT,
        "%s, %d threads, %s: %s%n",
        trial.workload().title(),
        trial.threads(),
        contender.name(),
        values);
    var jdk = System.getProperty("java.version");
    values.forEach(
        (quantity, value) ->
            to.add(
                new Measurement(
                    jdk, trial.workload(), trial.threads(), contender.name(), quantity, value)));
  }

  private void write() {
    var head =
        "Last written on %s, on %s. %s."
            .formatted(
                LocalDate.now(),
                Machine.processor(),
                contenders.stream()
                    .filter(this::isMeasured)
                    .map(Contender::version)
                    .distinct()
                    .collect(Collectors.joining(", ")));
    var tables =
        new WorkloadTables(measurements, contenders.stream().filter(this::isMeasured).toList());
    new MarkedSection("whole workloads")
        .replaceIn(root.resolve("docs/PERFORMANCE.md"), head + "\n\n" + tables.render());
  }

  private boolean isMeasured(Contender contender) {
    return measurements.has(contender.name());
  }
}
