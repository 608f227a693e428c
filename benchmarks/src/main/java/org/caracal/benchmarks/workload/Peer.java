package org.caracal.benchmarks.workload;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Another system, by its program in {@code benchmarks/peers}.
 *
 * @param name its name and that of its folder
 * @param program its main class
 * @param artifact what its version is that of
 * @param root the source tree
 */
record Peer(String name, String program, String artifact, Path root) implements Contender {
  @Override
  public boolean isPeer() {
    return true;
  }

  @Override
  public String version() {
    var start = artifact + "-";
    return Arrays.stream(Machine.dependencies(module()).split(File.pathSeparator))
        .map(jar -> Path.of(jar).getFileName().toString())
        .filter(jar -> jar.startsWith(start) && Character.isDigit(jar.charAt(start.length())))
        .map(jar -> name + " " + jar.substring(start.length(), jar.length() - ".jar".length()))
        .findFirst()
        .orElse(name);
  }

  private Path module() {
    return root.resolve("benchmarks/peers/" + name);
  }

  @Override
  public List<String> command(Trial trial, Path data) {
    var command = new ArrayList<>(Machine.java(module()));
    command.add(program);
    command.addAll(arguments(trial, data));
    return command;
  }

  /** The arguments of {@link StepLoop#run}. */
  static List<String> arguments(Trial trial, Path data) {
    return List.of(
        trial.workload().name(),
        String.valueOf(trial.threads()),
        data.toString(),
        String.valueOf(trial.calls()));
  }

  @Override
  public Optional<List<String>> firstStepCommand(Trial trial, Path data) {
    return Optional.empty();
  }

  /**
   * OpenBLAS on one thread below OpenMP's, so that they do not spin against each other, and memory
   * that is kept: with their defaults some are several times slower on two threads.
   */
  @Override
  public Map<String, String> environment(Trial trial) {
    var environment = new HashMap<String, String>();
    environment.put("OMP_NUM_THREADS", String.valueOf(trial.threads()));
    environment.put("OPENBLAS_NUM_THREADS", "1");
    environment.put("MALLOC_TRIM_THRESHOLD_", "1073741824");
    environment.put("MALLOC_MMAP_THRESHOLD_", "1073741824");
    environment.put("TF_CPP_MIN_LOG_LEVEL", "2");
    return environment;
  }

  @Override
  public boolean isFirstStep(String line) {
    return isFirst(line);
  }

  static boolean isFirst(String line) {
    return line.equals("first");
  }

  @Override
  public OptionalLong steps(Workload workload, String line) {
    return stepsOf(line);
  }

  static OptionalLong stepsOf(String line) {
    return line.startsWith("steps ")
        ? OptionalLong.of(Long.parseLong(line.substring("steps ".length())))
        : OptionalLong.empty();
  }
}
