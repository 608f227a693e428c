package org.caracal.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.training.Job;
import org.caracal.training.RunOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to train, and how: the same on the command line and in the shell. */
final class TrainOptions {
  @Mixin SpecOptions spec;
  @Mixin BackendOptions backend;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "number of epochs, instead of the spec's")
  Integer epochs;

  @Option(names = "--checkpoint", paramLabel = "DIR", description = "where to save checkpoints")
  Path checkpoints;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "a checkpoint, or a folder of them, to go on from; further ones are saved there too")
  Path resume;

  @Option(
      names = "--swap-every",
      paramLabel = "STEPS",
      defaultValue = "0",
      description = "moves to the next backend after so many steps, for trials")
  long swapEvery;

  @Option(
      names = "--profile",
      description = "prints what the steps spent their time on, by layer and by kernel")
  boolean profile;

  Job readJob(Services services) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (epochs != null) {
      if (epochs < 0) {
        throw new SpecException("--epochs " + epochs + ": expected 0 or more");
      }
      settings.put("training.epochs", epochs.toString());
    }
    return spec.read(services, settings);
  }

  RunOptions runOptions() {
    if (swapEvery < 0) {
      throw new SpecException("--swap-every " + swapEvery + ": expected 0 for never, or more");
    }
    return backend.toRunOptions(folder(), Optional.ofNullable(resume), swapEvery, profile);
  }

  /** A run that is resumed goes on saving where it was saved, if not told otherwise. */
  private Optional<Path> folder() {
    if (checkpoints != null || resume == null) {
      return Optional.ofNullable(checkpoints);
    }
    return Files.isRegularFile(resume)
        ? Optional.ofNullable(resume.toAbsolutePath().getParent())
        : Optional.of(resume);
  }
}
