package org.caracal.benchmarks.workload;

import java.util.Arrays;
import java.util.List;

/**
 * The command line of the judge.
 *
 * @param systems names of contenders
 * @param rounds how often processes are started
 * @param warmUp seconds of each process before anything counts
 * @param turns of each process, the systems one after the other
 * @param seconds that are counted in a turn
 * @param calls that are timed in a turn, for latency
 */
record JudgeOptions(
    List<Workload> workloads,
    List<String> systems,
    List<Integer> threads,
    int rounds,
    double warmUp,
    int turns,
    double seconds,
    int calls) {
  static final String USAGE =
      """
      benchmarks/run --quick | --full | --table
        --workloads W1,W4     default: all, W1 to W7b
        --systems NAMES       default: all; quick: Caracal and the two fastest peers
        --threads 1,2         default: both; quick: 1
        --rounds N, --turns N, --warm-up SECONDS, --seconds SECONDS, --calls N\
      """;

  private static final List<String> NAMES =
      List.of(
          "--workloads",
          "--systems",
          "--threads",
          "--rounds",
          "--warm-up",
          "--turns",
          "--seconds",
          "--calls");

  private static final JudgeOptions FULL =
      new JudgeOptions(
          List.of(Workload.values()),
          List.of("caracal-java", "caracal-native", "libtorch", "tensorflow", "djl", "dl4j"),
          List.of(1, 2),
          2,
          45,
          6,
          3,
          2_000);
  private static final JudgeOptions QUICK =
      new JudgeOptions(
          List.of(Workload.values()),
          List.of("caracal-java", "caracal-native", "libtorch", "tensorflow"),
          List.of(1),
          1,
          8,
          3,
          1.5,
          1_000);
  private static final JudgeOptions TABLE =
      new JudgeOptions(List.of(), List.of(), List.of(), 0, 0, 0, 0, 0);

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
      if (!NAMES.contains(arguments[i])) {
        throw new IllegalArgumentException("no option " + arguments[i] + "\n" + USAGE);
      }
      options = options.with(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private JudgeOptions with(String name, String value) {
    var words = Arrays.asList(value.split(","));
    return new JudgeOptions(
        name.equals("--workloads") ? words.stream().map(Workload::of).toList() : workloads,
        name.equals("--systems") ? words : systems,
        name.equals("--threads") ? words.stream().map(Integer::valueOf).toList() : threads,
        name.equals("--rounds") ? Integer.parseInt(value) : rounds,
        name.equals("--warm-up") ? Double.parseDouble(value) : warmUp,
        name.equals("--turns") ? Integer.parseInt(value) : turns,
        name.equals("--seconds") ? Double.parseDouble(value) : seconds,
        name.equals("--calls") ? Integer.parseInt(value) : calls);
  }
}
