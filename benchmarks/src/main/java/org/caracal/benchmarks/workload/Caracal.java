package org.caracal.benchmarks.workload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * This project, by its start script. Training prints what people see in a file, a line an epoch;
 * the first step is told by {@code --json}, which is too talkative for 60,000 steps a second.
 *
 * @param backend {@code java} or {@code native}
 * @param root the source tree
 */
record Caracal(String backend, Path root) implements Contender {
  private static final Pattern EPOCH = Pattern.compile("epoch +(\\d+)/.*");

  @Override
  public String name() {
    return "caracal-" + backend;
  }

  @Override
  public boolean isPeer() {
    return false;
  }

  @Override
  public String version() {
    return "Caracal "
        + Machine.output("git", "-C", root.toString(), "rev-parse", "--short", "HEAD");
  }

  @Override
  public List<String> command(Trial trial, Path data) {
    return trial.workload().isInference() ? inference(trial, data) : train(trial, data);
  }

  @Override
  public Optional<List<String>> firstStepCommand(Trial trial, Path data) {
    if (trial.workload().isInference()) {
      return Optional.empty();
    }
    var command = new ArrayList<>(train(trial, data));
    command.add("--json");
    return Optional.of(command);
  }

  private Path home() {
    return root.resolve("launcher/distribution/target/caracal");
  }

  private List<String> train(Trial trial, Path data) {
    return List.of(
        home().resolve("caracal").toString(),
        "train",
        root.resolve("benchmarks/workloads/" + trial.workload().spec() + ".yaml").toString(),
        "--data-dir",
        data.toString(),
        "--backend",
        backend,
        "--threads",
        String.valueOf(trial.threads()));
  }

  private List<String> inference(Trial trial, Path data) {
    var command = new ArrayList<>(Machine.java(root.resolve("benchmarks")));
    command.addAll(
        1, List.of("--add-modules", "jdk.incubator.vector", "-XX:PerMethodTrapLimit=1000"));
    command.add(Inference.class.getName());
    command.addAll(Peer.arguments(trial, data));
    command.addAll(List.of(backend, home().toString(), checkpoint(data).toString()));
    return command;
  }

  /** Trains the net that predicts, once. */
  private Path checkpoint(Path data) {
    var folder = data.resolveSibling("checkpoint");
    if (!Files.exists(folder)) {
      var training = data.resolveSibling(Workload.W2.title());
      new WorkloadData(Workload.W2, training).write();
      var command = new ArrayList<>(train(new Trial(Workload.W2, 0, 0, 0, 0), training));
      command.addAll(List.of("--epochs", "1", "--checkpoint", folder.toString()));
      Machine.output(command.toArray(String[]::new));
    }
    return folder;
  }

  @Override
  public Map<String, String> environment(Trial trial) {
    return Map.of("JAVA_HOME", System.getProperty("java.home"));
  }

  @Override
  public boolean isFirstStep(String line) {
    return line.startsWith("{\"event\":\"step\"") || Peer.isFirst(line);
  }

  @Override
  public OptionalLong steps(Workload workload, String line) {
    var epoch = EPOCH.matcher(line);
    return epoch.matches()
        ? OptionalLong.of(Long.parseLong(epoch.group(1)) * workload.batches())
        : Peer.stepsOf(line);
  }
}
