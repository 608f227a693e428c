package org.caracal.benchmarks.workload;

import java.util.Arrays;
import java.util.List;

/**
 * The command line of the judge.
 *
 * @param systems names of contenders
 * @param rounds how often each is measured
 * @param warmUp seconds of each process before anything counts
 * @param seconds that are counted
 * @param calls that are timed, for latency
 */
record JudgeOptions(
    List<Workload> workloads,
    List<String> systems,
    List<Integer> threads,
    int rounds,
    double warmUp,
    double seconds,
    int calls) {
  static final String USAGE =
      """
      benchmarks/run --quick | --full | --table
        --workloads W1,W4     default: all, W1 to W7b
        --systems NAMES       default: all; quick: Caracal and the two fastest peers
        --threads 1,2         default: both; quick: 1
        --rounds N, --warm-up SECONDS, --seconds SECONDS, --calls N\
      """;

  private static final JudgeOptions FULL =
      new JudgeOptions(
          List.of(Workload.values()),
          List.of("caracal-java", "caracal-native", "libtorch", "tensorflow", "djl", "dl4j"),
          List.of(1, 2),
          3,
          20,
          8,
          10_000);
  private static final JudgeOptions QUICK =
      new JudgeOptions(
          List.of(Workload.values()),
          List.of("caracal-java", "caracal-native", "libtorch", "tensorflow"),
          List.of(1),
          1,
          8,
          2,
          2_000);
  private static final JudgeOptions TABLE =
      new JudgeOptions(List.of(), List.of(), List.of(), 0, 0, 0, 0);

  /** Reads the arguments. */
  static JudgeOptions parse(String... arguments) {
    var options =
        switch (arguments.length == 0 ? "" : arguments[0]) {
          case "--quick" -> QUICK;
          case "--full" -> FULL;
          case "--table" -> TABLE;
          default -> throw new IllegalArgumentException(USAGE);
        };
    for (var i = 1; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value\n" + USAGE);
      }
      options = options.with(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private JudgeOptions with(String name, String value) {
    var words = Arrays.asList(value.split(","));
    return switch (name) {
      case "--workloads" ->
          new JudgeOptions(
              words.stream().map(Workload::of).toList(),
              systems,
              threads,
              rounds,
              warmUp,
              seconds,
              calls);
      case "--systems" ->
          new JudgeOptions(workloads, words, threads, rounds, warmUp, seconds, calls);
      case "--threads" ->
          new JudgeOptions(
              workloads,
              systems,
              words.stream().map(Integer::valueOf).toList(),
              rounds,
              warmUp,
              seconds,
              calls);
      case "--rounds" ->
          new JudgeOptions(
              workloads, systems, threads, Integer.parseInt(value), warmUp, seconds, calls);
      case "--warm-up" ->
          new JudgeOptions(
              workloads, systems, threads, rounds, Double.parseDouble(value), seconds, calls);
      case "--seconds" ->
          new JudgeOptions(
              workloads, systems, threads, rounds, warmUp, Double.parseDouble(value), calls);
      case "--calls" ->
          new JudgeOptions(
              workloads, systems, threads, rounds, warmUp, seconds, Integer.parseInt(value));
      default -> throw new IllegalArgumentException("no option " + name + "\n" + USAGE);
    };
  }
}
