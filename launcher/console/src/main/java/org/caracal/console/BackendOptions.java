package org.caracal.console;

import java.nio.file.Path;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.training.RunOptions;
import picocli.CommandLine.Option;

/** On what a command computes. */
final class BackendOptions {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = RunOptions.AUTO,
      description =
          "auto, native, java or any other one that is installed (default: ${DEFAULT-VALUE})")
  String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "threads to compute with (default: one for each processor)")
  int threads;

  @Option(
      names = "--exact",
      description =
          "computes convolutions as the sums that they are defined as, not by faster algorithms"
              + " that lose some accuracy")
  boolean exact;

  RunOptions toRunOptions() {
    return toRunOptions(Optional.empty(), Optional.empty(), 0, false);
  }

  RunOptions toRunOptions(
      Optional<Path> checkpoints, Optional<Path> resume, long swapEvery, boolean profile) {
    if (threads < 0) {
      throw new SpecException("--threads " + threads + ": expected 0 for all processors, or more");
    }
    return new RunOptions(backend, threads, checkpoints, resume, swapEvery, profile, exact);
  }
}
