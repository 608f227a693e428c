package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.caracal.event.Properties;
import org.caracal.testing.Container;
import org.caracal.training.Job;
import org.caracal.training.JobReader;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.caracal.training.RunResult;
import org.caracal.training.Trainer;
import org.osgi.service.event.Event;

/** The jobs of the examples, and how tests run them. */
final class Jobs {
  private static final Path EXAMPLES = Path.of(System.getProperty("examples"));

  private Jobs() {}

  /** The multilayer perceptron for handwritten digits, with settings replaced. */
  static Job digits(Container container, Map<String, String> settings) {
    return container.service(JobReader.class).read(EXAMPLES.resolve("digits-mlp.yaml"), settings);
  }

  /** A job that trains a small model of digits until it is stopped. */
  static Job endless(Container container) {
    return digits(
        container,
        Map.of(
            "training.epochs", "1000000",
            "model.sequential", "[dense: {units: 16}, relu, dense: {units: 10}]"));
  }

  /** The run that an event tells of. */
  static Run run(Container container, Event event) {
    return container.service(Trainer.class).runs().stream()
        .filter(run -> run.id().equals(event.getProperty(Properties.RUN)))
        .findFirst()
        .orElseThrow();
  }

  /** Stops a run and waits for its end. */
  static RunResult stop(Run run) {
    run.stop();
    var result = finish(run);
    assertEquals(Run.State.STOPPED, result.state());
    return result;
  }

  static RunOptions on(String backend) {
    return new RunOptions(backend, 0, Optional.empty(), Optional.empty(), 0);
  }

  static RunOptions on(String backend, Path checkpoints) {
    return new RunOptions(backend, 0, Optional.of(checkpoints), Optional.empty(), 0);
  }

  static Run start(Container container, Job job, RunOptions options) {
    return container.service(Trainer.class).start(job, options);
  }

  /** Waits for the end of a run, and fails with its failure if it has one. */
  static RunResult finish(Run run) {
    var result = end(run);
    result
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError("run failed: " + failure.getMessage(), failure);
            });
    return result;
  }

  /** Waits for the end of a run, however it comes. */
  static RunResult end(Run run) {
    try {
      return run.result().toCompletableFuture().get(120, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(
          "run " + run.id() + " did not end: " + run.state() + " at step " + run.step(), e);
    }
  }
}
