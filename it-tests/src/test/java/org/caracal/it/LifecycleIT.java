package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caracal.testing.Container;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.caracal.training.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles around the training, and the framework itself, are stopped and come back. */
class LifecycleIT {
  private static final String CORE = "org.caracal.core";

  /** What a test that hangs threads on purpose has left. */
  private final Set<Long> before = ids();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"org.apache.felix.framework", "org.eclipse.osgi"})
  void aFrameworkThatStopsSavesItsRunsAndLeavesNoThread(String framework) {
    var checkpoints = folder.resolve("checkpoints");
    Run run;
    try (var container = Bundles.container(framework).start()) {
      run = Jobs.start(container, Jobs.endless(container), Jobs.on("auto", checkpoints));
      Container.await("some steps", () -> run.step() > 10);
      assertTrue(threads().stream().anyMatch(name -> name.startsWith("caracal-run-")));
    }
    var result = Jobs.finish(run);
    assertEquals(Run.State.STOPPED, result.state());
    Container.await("threads to end, but there are " + threads(), () -> threads().isEmpty());

    try (var container = Bundles.container(framework).start()) {
      var resume =
          new RunOptions("auto", 0, Optional.of(folder.resolve("b")), result.checkpoint(), 0);
      var resumed = Jobs.start(container, Jobs.endless(container), resume);
      Container.await("more steps", () -> resumed.step() > result.steps() + 10);
      Jobs.stop(resumed);
    }
  }

  /** To the last bit: the run that was cut ends as the one that was not. */
  @ParameterizedTest
  @ValueSource(strings = {CORE, "org.apache.felix.scr", "org.caracal.plugins.layers"})
  void aBundleIsStoppedWhileARunTrains(String bundle) {
    try (var container = Bundles.javaOnly().start()) {
      var job = job(container);
      var expected = Jobs.finish(Jobs.start(container, job, saving("a"))).checkpoint();
      var run = Jobs.start(container, job, saving("b"));
      Container.await("some steps", () -> run.step() > 10);
      container.stop(container.bundle(bundle));
      container.start(container.bundle(bundle));
      var trainer = container.service(Trainer.class);
      var end = Jobs.finish(run);
      if (end.state() == Run.State.STOPPED) {
        var resume =
            new RunOptions("java", 0, Optional.of(folder.resolve("c")), end.checkpoint(), 0);
        end = Jobs.finish(trainer.start(job, resume));
      }
      assertEquals(Run.State.FINISHED, end.state());
      assertSame(expected.orElseThrow(), end.checkpoint().orElseThrow());
    }
  }

  @Test
  void eventAdminComesAndGoes() {
    try (var container = Bundles.javaOnly().start()) {
      var steps = RecordedEvents.ofSteps(container);
      var run = Jobs.start(container, Jobs.endless(container), Jobs.on("java"));
      Container.await("events", () -> steps.all().size() > 5);
      var admin = container.bundle("org.apache.felix.eventadmin");
      container.stop(admin);
      var before = steps.all().size();
      var step = run.step();
      Container.await("steps", () -> run.step() > step + 20);
      assertTrue(steps.all().size() <= before + 1, "nobody delivers events");
      container.start(admin);
      var without = steps.all().size();
      Container.await("events again", () -> steps.all().size() > without + 5);
      Jobs.stop(run);
    }
  }

  /** Core is updated in place, with a run each time. */
  @Test
  void updatesOfTheCoreLeaveNothingBehind() {
    try (var container = Bundles.javaOnly().start()) {
      var core = container.bundle(CORE);
      var loaders = new ClassLoaders();
      for (var i = 0; i < 10; i++) {
        train(container);
        loaders.add(core);
        container.update(core, Bundles.MAIN.resolve("caracal-core.jar"));
        container.refresh(core);
      }
      // the JDK itself remembers the last record whose equals it has linked
      loaders.awaitAtMost(1);
      Container.await("threads to end, but there are " + threads(), () -> threads().isEmpty());
    }
  }

  /** A run keeps the plugins with which it has begun. */
  @Test
  void aRefreshOfThePluginsEndsNothing() {
    try (var container = Bundles.javaOnly().start()) {
      var run = Jobs.start(container, job(container), saving("a"));
      Container.await("some steps", () -> run.step() > 5);
      for (var name : List.of("layers", "losses", "optimizers")) {
        container.refresh(container.bundle("org.caracal.plugins." + name));
      }
      assertEquals(Run.State.FINISHED, Jobs.finish(run).state());
    }
  }

  private static void train(Container container) {
    var run = container.service(Trainer.class).start(job(container), Jobs.on("java"));
    Container.await("some steps", () -> run.step() > 2);
    run.stop();
    Jobs.end(run);
  }

  private static Job job(Container container) {
    return Jobs.digits(
        container, Map.of("training.epochs", "20", "model.sequential.1.dense.units", "32"));
  }

  private RunOptions saving(String name) {
    return Jobs.on("java", folder.resolve(name));
  }

  private static void assertSame(Path expected, Path actual) {
    var tensors = Checkpoints.tensors(actual);
    Checkpoints.tensors(expected)
        .forEach((name, values) -> assertArrayEquals(values, tensors.get(name), name));
  }

  /** The names of the threads of Caracal that this test has brought about. */
  private List<String> threads() {
    return infos()
        .filter(thread -> !before.contains(thread.getThreadId()))
        .map(ThreadInfo::getThreadName)
        .toList();
  }

  private static Set<Long> ids() {
    return infos().map(ThreadInfo::getThreadId).collect(Collectors.toSet());
  }

  private static Stream<ThreadInfo> infos() {
    var threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> thread.getThreadName().startsWith("caracal-"));
  }
}
