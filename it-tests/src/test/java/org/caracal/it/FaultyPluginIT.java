package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.CaracalException;
import org.caracal.it.faulty.FaultyLayer;
import org.caracal.it.faulty.FaultyLoss;
import org.caracal.it.faulty.FaultyMetric;
import org.caracal.it.faulty.FaultyOptimizer;
import org.caracal.it.faulty.FaultySchedule;
import org.caracal.it.faulty.FaultySource;
import org.caracal.testing.BundleFile;
import org.caracal.testing.Container;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Plugins that misbehave, in a bundle of their own: the failure names bundle, version, place and
 * step, and the parameters are those of the last good step.
 */
class FaultyPluginIT {
  private static final String BUNDLE = "bundle com.example.faulty 1.2.3";
  private static Container container;
  @TempDir static Path folder;
  @TempDir Path checkpoints;

  @BeforeAll
  static void start() {
    container = Bundles.javaOnly().start();
    var classes =
        new Class<?>[] {
          FaultyLayer.class,
          FaultyLoss.class,
          FaultyOptimizer.class,
          FaultySource.class,
          FaultyMetric.class,
          FaultySchedule.class
        };
    Bundles.add(
        container,
        BundleFile.named("com.example.faulty").version("1.2.3").with(classes).in(folder));
  }

  @AfterAll
  static void stop() {
    container.close();
  }

  /** What can be known at once is told before the run begins. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw       | PluginException | layer faulty_1 (faulty, BUNDLE) failed | no mood",
        "linkage     | PluginException | layer faulty_1 (faulty, BUNDLE) failed |"
            + " com/example/Missing",
        "overflow    | PluginException | layer faulty_1 (faulty, BUNDLE) failed |"
            + " StackOverflowError",
        "nothing     | PluginException | layer faulty_1 (faulty, BUNDLE) failed | no output",
        "no-tensor   | PluginException | layer faulty_1 (faulty, BUNDLE) failed | no output",
        "empty       | PluginException | layer faulty_1 (faulty, BUNDLE) failed | no output",
        "argument    | SpecException   | layer faulty_1 (faulty, BUNDLE) cannot be applied to"
            + " float32[32, 64] | an image",
      })
  void aLayerFailsWhenTraced(String fault, String type, String where, String what) {
    var job =
        digits(
            "model.sequential",
            "[faulty: {fault: " + fault + "}, faulty: {fault: none}, dense: {units: 10}]");
    assertMessage(type, where, what, startFails(job));
  }

  /** The second model finds what the first one has left. */
  @Test
  void aLayerUsesItsScopeWhenItIsOver() {
    var job =
        digits(
            "model.sequential",
            "[faulty: {fault: escape}, faulty: {fault: escape}, dense: {units: 10}]");
    assertMessage("PluginException", "layer faulty_2 (faulty, BUNDLE) failed", "", startFails(job));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw  | PluginException | phase train, loss faulty (BUNDLE) failed | no mood",
        "vector | PluginException | phase train, loss faulty (BUNDLE) must describe a floating"
            + " scalar | float32[32, 10]",
        "nothing | PluginException | phase train, loss faulty (BUNDLE) must describe a floating"
            + " scalar | ",
      })
  void aLossFailsWhenTraced(String fault, String type, String where, String what) {
    var run = start(digits("training.loss", "{faulty: {fault: " + fault + "}}"));
    assertMessage(type, where, what, failure(run));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw | PluginException | phase train, optimizer faulty (BUNDLE) failed at dense_1/kernel"
            + " | no mood",
        "shape | PluginException | phase train, optimizer faulty (BUNDLE) must describe a"
            + " float32[64, 256] for dense_1/kernel | ",
        "slot  | SpecException   | phase train, optimizer faulty (BUNDLE) cannot update"
            + " dense_1/kernel | slot twice is asked for twice",
      })
  void anOptimizerFailsWhenTraced(String fault, String type, String where, String what) {
    var run = start(digits("training.optimizer", "{faulty: {fault: " + fault + "}}"));
    assertMessage(type, where, what, failure(run));
  }

  @ParameterizedTest
  @CsvSource({"start", "add", "value"})
  void aMetricFails(String fault) {
    var run = start(digits("training.metrics", "[faulty: {fault: " + fault + "}]"));
    assertMessage("PluginException", "metric faulty (BUNDLE)", "failed: ", failure(run));
  }

  @ParameterizedTest
  @CsvSource({"throw,failed: java.lang.IllegalStateException: no mood", "nan,a finite factor"})
  void aScheduleFails(String fault, String what) {
    var run = start(digits("training.schedule", "{faulty: {fault: " + fault + ", step: 53}}"));
    assertMessage("PluginException", "phase train, schedule faulty (BUNDLE) ", what, failure(run));
    assertMessage("PluginException", "", "the parameters are those of step 52", failure(run));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "open    | PluginException | data-source faulty (BUNDLE) failed | no mood",
        "nothing | PluginException | data-source faulty (BUNDLE) failed | no data set",
        "read    | PluginException | data-source faulty (BUNDLE) failed to read feature x of"
            + " example 701: java.lang.IllegalStateException: no mood | the parameters are those of"
            + " step 21",
        "linkage | PluginException | data-source faulty (BUNDLE) failed to read feature x of"
            + " example 701 | com/example/Missing",
        "data    | DataException   | the example is torn | ",
        "nan     | DataException   | feature x of example | finite",
      })
  void aDataSourceFails(String fault, String type, String where, String what) {
    assertMessage(type, where, what, failure(start(regression(fault, 700))));
  }

  /** The run does not notice before it is stopped, and ends all the same. */
  @Test
  void aDataSourceThatHangsDoesNotKeepARunFromStopping() {
    var run = start(regression("hang", 700));
    Container.await("the step before", () -> run.step() == 700 / 32);
    run.stop();
    Container.await("the end", () -> run.state() == Run.State.STOPPED);
    assertTrue(Jobs.end(run).checkpoint().isPresent());
  }

  @Test
  void aDataSourceThatHangsFailsInTheEnd() throws IOException {
    var configuration =
        container.service(ConfigurationAdmin.class).getConfiguration("org.caracal.training", "?");
    configuration.update(new Hashtable<>(Map.of("waitSeconds", 1)));
    try {
      Container.await("the configuration", () -> configuration.getChangeCount() > 0);
      var run = start(regression("hang", 700));
      assertMessage(
          "PluginException",
          "data-source faulty (BUNDLE) has not returned examples for 1 s",
          "the parameters are those of step 21",
          failure(run));
    } finally {
      configuration.delete();
    }
  }

  @Test
  void aNumberThatIsNotOneIsTracedToItsLayer() {
    var run =
        start(
            digits(
                "model.sequential",
                "[dense: {units: 16}, faulty: {fault: nan, step: 53}, dense: {units: 10}]"));
    var failure = failure(run);
    assertMessage(
        "PluginException",
        "loss or gradients are not finite in step 53 of epoch 2: it begins at the output of"
            + " faulty_1",
        "the parameters are those of step 52",
        failure);
    assertEquals(52, run.step());
    assertFinite(Jobs.end(run).checkpoint().orElseThrow());
  }

  @Test
  void aLossThatIsNotANumberIsTold() {
    var run = start(digits("training.loss", "{faulty: {fault: nan}}"));
    assertMessage(
        "PluginException",
        "loss or gradients are not finite in step 1 of epoch 1",
        "at the loss of phase train (loss faulty (BUNDLE))",
        failure(run));
    assertFinite(Jobs.end(run).checkpoint().orElseThrow());
  }

  /** The parameters that the optimizer has spoilt are not saved. */
  @Test
  void anOptimizerThatSpoilsParametersIsTold() {
    var run = start(digits("training.optimizer", "{faulty: {fault: nan, step: 53}}"));
    assertMessage(
        "PluginException",
        "parameter dense_1/kernel is not finite after step 53 of epoch 2, as optimizer faulty"
            + " (BUNDLE)",
        "the parameters are those of step 40",
        failure(run));
    assertFinite(Jobs.end(run).checkpoint().orElseThrow());
  }

  @Test
  void aLayerThatFailsInEvaluationLeavesTheParametersOfTheLastStep() {
    var run =
        start(digits("model.sequential", "[faulty: {fault: evaluation}, dense: {units: 10}]"));
    assertMessage(
        "PluginException",
        "layer faulty_1 (faulty, BUNDLE) failed: java.lang.IllegalStateException: no mood",
        "the parameters are those of step 40",
        failure(run));
    assertEquals(40, run.step());
    assertFinite(Jobs.end(run).checkpoint().orElseThrow());
  }

  /** The loss is the first to notice, and says what it got. */
  @Test
  void aLayerThatChangesTheNumberOfExamplesIsTold() {
    var run = start(digits("model.sequential", "[faulty: {fault: batch}, dense: {units: 10}]"));
    assertMessage(
        "SpecException", "does not fit output float32[16, 10]", "label int32[32]", failure(run));
  }

  /** What was saved when a plugin failed goes on where it stopped, to the same parameters. */
  @Test
  void aRunThatFailedResumes() {
    var broken = start(regression("read", 700));
    failure(broken);
    var checkpoint = Jobs.end(broken).checkpoint().orElseThrow();
    assertTrue(broken.step() > 0, "some steps were done");
    var good = regression("none", 0);
    var resumed =
        new RunOptions(
            "java", 0, Optional.of(checkpoints.resolve("b")), Optional.of(checkpoint), 0);
    var end = Jobs.finish(Jobs.start(container, good, resumed)).checkpoint().orElseThrow();
    var undisturbed =
        Jobs.finish(Jobs.start(container, good, Jobs.on("java", checkpoints.resolve("c"))));
    var expected = Checkpoints.tensors(undisturbed.checkpoint().orElseThrow());
    var actual = Checkpoints.tensors(end);
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
  }

  private static CaracalException startFails(Job job) {
    return assertThrows(
        CaracalException.class, () -> Jobs.start(container, job, Jobs.on("java")).stop());
  }

  private Run start(Job job) {
    return Jobs.start(container, job, Jobs.on("java", checkpoints.resolve("a")));
  }

  private static CaracalException failure(Run run) {
    var result = Jobs.end(run);
    assertEquals(Run.State.FAILED, result.state());
    return assertInstanceOf(CaracalException.class, result.failure().orElseThrow());
  }

  private static void assertMessage(
      String type, String where, String what, CaracalException failure) {
    var message = failure.getMessage();
    assertEquals(type, failure.getClass().getSimpleName(), message);
    assertTrue(message.contains(where.replace("BUNDLE", BUNDLE)), message);
    assertTrue(message.contains(what == null ? "" : what.replace("BUNDLE", BUNDLE)), message);
  }

  private static void assertFinite(Path checkpoint) {
    Checkpoints.tensors(checkpoint)
        .forEach(
            (name, values) -> {
              for (var value : values) {
                assertTrue(Float.isFinite(value), name);
              }
            });
  }

  private static Job digits(String setting, String value) {
    return Jobs.digits(
        container,
        Map.of(
            "training.epochs", "3", "data.split", "{test: 0.2, validation: 0.1}", setting, value));
  }

  private static Job regression(String fault, int example) {
    var settings = new HashMap<String, String>();
    settings.put("model.inputs", "{x: [64]}");
    settings.put("model.sequential", "[dense: {units: 8}, tanh, dense: {units: 1}]");
    settings.put(
        "data",
        "{source: {faulty: {fault: " + fault + ", example: " + example + "}}, shuffle: false}");
    settings.put("training.loss", "mse");
    settings.put("training.target", "y");
    settings.put("training.metrics", List.of().toString());
    settings.put("training.epochs", "3");
    return Jobs.digits(container, settings);
  }
}
