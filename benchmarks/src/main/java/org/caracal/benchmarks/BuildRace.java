package org.caracal.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One kernel of several builds side by side, each build in a process of its own, as C2 makes other
 * code of what it compiles second in a process: a line for each start of all, with the nanoseconds
 * of a run and the ratios of speeds to the first build's. Rounds of some milliseconds alternate
 * between the processes, one of which runs at a time, so that a machine whose speed changes is as
 * fast for all. Starts differ by where arrays lie and by what the compiler guessed.
 *
 * <p>Arguments: {@code starts, name of the kernel, builds...}: a build is a {@code benchmarks.jar},
 * or a folder of classes that take the place of those of this one. Processes have the options of
 * this one.
 */
public final class BuildRace {
  private static final int ROUNDS = 201;

  private BuildRace() {}

  /** Measures and prints, or is one of the processes. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 1) {
      serve(arguments[0]);
      return;
    }
    var builds = Arrays.asList(arguments).subList(2, arguments.length);
    var logarithms = new double[builds.size()];
    var starts = Integer.parseInt(arguments[0]);
    for (var start = 0; start < starts; start++) {
      var row = measure(arguments[1], builds);
      for (var i = 0; i < builds.size(); i++) {
        logarithms[i] += Math.log(row[builds.size() + i]) / starts;
        System.out.printf(Locale.ROOT, "%.0f ns %.3f  ", row[i], row[builds.size() + i]);
      }
      System.out.println();
    }
    for (var i = 0; i < builds.size(); i++) {
      System.out.printf(Locale.ROOT, "%s %.3f%n", builds.get(i), Math.exp(logarithms[i]));
    }
  }

  /** The medians of the builds' times, then those of the ratios to the first build's speed. */
  private static double[] measure(String name, List<String> builds) throws IOException {
    var children = new ArrayList<Child>();
    try {
      for (var build : builds) {
        var child = Child.start(build, name);
        children.add(child);
        child.round(); // warms it up, alone
      }
      var times = new double[builds.size()][ROUNDS];
      var ratios = new double[builds.size()][ROUNDS];
      for (var round = 0; round < ROUNDS; round++) {
        for (var turn = 0; turn < builds.size(); turn++) {
          var i = (turn + round) % builds.size();
          times[i][round] = children.get(i).round();
        }
        for (var i = 0; i < builds.size(); i++) {
          ratios[i][round] = times[0][round] / times[i][round];
        }
      }
      return Stream.concat(Arrays.stream(times), Arrays.stream(ratios))
          .mapToDouble(BuildRace::median)
          .toArray();
    } finally {
      children.forEach(Child::close);
    }
  }

  private static double median(double[] values) {
    return Arrays.stream(values).sorted().toArray()[values.length / 2];
  }

  /** Runs rounds as they are asked for by lines, and answers each with the time of a run. */
  private static void serve(String name) throws IOException {
    var run = KernelCase.run(name);
    var repetitions = new Race(false, 1).warm(run);
    var requests = new BufferedReader(new InputStreamReader(System.in));
    while (requests.readLine() != null) {
      run.run();
      var start = System.nanoTime();
      for (var i = 0; i < repetitions; i++) {
        run.run();
      }
      System.out.println((System.nanoTime() - start) / (double) repetitions);
    }
  }

  private record Child(Process process) {
    static Child start(String build, String name) throws IOException {
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(
          List.of(
              "-cp",
              build + File.pathSeparator + System.getProperty("java.class.path"),
              BuildRace.class.getName(),
              name));
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new Child(process);
    }

    double round() {
      try {
        process.outputWriter().write("\n");
        process.outputWriter().flush();
        var answer = process.inputReader().readLine();
        if (answer == null) {
          throw new IllegalStateException(
              "a build has no such kernel, or lacks what this one calls");
        }
        return Double.parseDouble(answer);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void close() {
      process.destroy();
    }
  }
}
