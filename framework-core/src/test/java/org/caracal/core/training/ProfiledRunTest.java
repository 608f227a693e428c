package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caracal.array.Shape;
import org.caracal.core.model.TestLayers;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.model.ModelSpec;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.Callbacks;
import org.caracal.training.Callbacks.Clipping;
import org.caracal.training.PhaseSpec;
import org.caracal.training.Profile;
import org.caracal.training.Profile.Part;
import org.caracal.training.RunOptions;
import org.caracal.training.RunResult;
import org.caracal.training.TrainingSpec;
import org.junit.jupiter.api.Test;

/** What a profile tells of a run. */
class ProfiledRunTest {
  private final TestRuns runs = TestRuns.onTwoBackends();

  private static RunOptions profiled(long swapEvery) {
    return new RunOptions(
        RunOptions.AUTO, 2, Optional.empty(), Optional.empty(), swapEvery, true, false);
  }

  @Test
  void isThereOnlyIfAskedFor() {
    assertEquals(List.of(), runs.train(SmallJob.of(1), RunOptions.DEFAULT).profiles());
  }

  @Test
  void changesNothingInTheResult() {
    var plain = runs.train(SmallJob.of(3), TestRuns.options());
    var profiled = runs.train(SmallJob.of(3), profiled(0));
    assertEquals(plain.metrics(), profiled.metrics());
  }

  @Test
  void tellsOfAllStepsLayersAndParts() {
    var profile = profile(runs.train(SmallJob.of(3), profiled(0)));
    assertEquals("first", profile.backend());
    assertEquals(2, profile.threads());
    assertEquals(3 * SmallJob.STEPS_PER_EPOCH, profile.steps() + profile.skipped());
    assertEquals(
        List.of("dense_1", "center_1", "relu_1", "dropout_1", "dense_2"), profile.layers());
    assertEquals(profile.layers(), profile.byLayer().stream().map(Profile.Layer::path).toList());
    for (var layer : profile.byLayer()) {
      var own = layer.forward().calls() > 0;
      assertTrue(own || !layer.fusedWith().isEmpty(), layer.toString());
    }
    assertEquals(
        List.of(Part.values()),
        profile.kernels().stream().map(Profile.Kernel::part).distinct().sorted().toList());
    assertTrue(profile.limits().isEmpty(), "the reference backend does not know them");
  }

  @Test
  void timesAddUp() {
    var profile = profile(runs.train(SmallJob.of(3), profiled(0)));
    var kernels = profile.total().nanoseconds();
    assertEquals(
        kernels,
        Stream.concat(
                profile.byLayer().stream().map(Profile.Layer::cost),
                profile.byPhase().stream().map(Profile.Kernel::cost))
            .mapToLong(Profile.Cost::nanoseconds)
            .sum());
    assertEquals(kernels, profile.byKernel().stream().mapToLong(k -> k.cost().nanoseconds()).sum());
    assertTrue(profile.waiting() >= 0 && profile.telling() > 0 && profile.other() >= 0);
    assertTrue(kernels > 0);
  }

  @Test
  void countsTheWorkOfAKernel() {
    // a norm of all gradients is needed before the first update, so they are computed apart
    var clipping = Optional.of(new Clipping(Clipping.Method.NORM, 1));
    var callbacks = new Callbacks(Optional.empty(), clipping, Callbacks.NanGuard.STOP);
    var job = TestRuns.withCallbacks(SmallJob.of(3), callbacks);
    var profile = profile(runs.train(job, profiled(0)));
    // that of the second layer's 6x1 weights and its square, of full batches of 8 and rests
    var products =
        profile.kernels().stream()
            .filter(kernel -> kernel.name().equals("MatMul TN 6x8x1 + multiply"))
            .toList();
    assertEquals(1, products.size(), profile.kernels().toString());
    var product = products.get(0);
    assertEquals(Part.BACKWARD, product.part());
    assertEquals("dense_2", product.path());
    assertEquals(product.cost().calls() * (2.0 * 6 * 8 * 1 + 6), product.cost().operations(), 1e-9);
    assertEquals(
        product.cost().calls() * 4.0 * (6 * 8 + 8 * 1 + 2 * 6), product.cost().bytes(), 1e-9);
  }

  @Test
  void nestedLayersHaveTheirOwnBackwardPass() {
    var plugins =
        TrainingPlugins.all()
            .with(
                PluginKind.LAYER,
                "block",
                TestLayers.layer(
                    (scope, inputs) -> {
                      var dense = PluginSpec.of("dense", Map.of("units", 3));
                      var inner = scope.layer("inner", dense, inputs);
                      return List.of(inner.get(0).multiply(inner.get(0)));
                    }));
    var nested = new TestRuns(plugins);
    nested.register("only", new ReferenceBackend(), 1);
    var model =
        ModelSpec.sequential("nested", "x", Shape.of(1))
            .layer("dense", Map.of("units", 5))
            .layer("block")
            .layer("dense", Map.of("units", 1))
            .build();
    var profile = profile(nested.train(TestRuns.with(SmallJob.of(1), model), profiled(0)));
    assertEquals(List.of("BACKWARD block_1/inner"), owners(profile, "MatMul NT 8x3x5"));
  }

  /** Nothing else wants the gradients that are matrix products: they are never stored. */
  @Test
  void gradientsOfWeightsAreComputedWithTheirUpdates() {
    var profile = profile(runs.train(SmallJob.of(1), profiled(0)));
    for (var product : List.of("MatMul TN 1x8x6 + ", "MatMul TN 6x8x1 + ")) {
      assertEquals(List.of("UPDATE train"), owners(profile, product), product);
    }
  }

  private static List<String> owners(Profile profile, String kernels) {
    return profile.kernels().stream()
        .filter(kernel -> kernel.name().startsWith(kernels))
        .map(kernel -> kernel.part() + " " + kernel.path())
        .distinct()
        .toList();
  }

  @Test
  void eachBackendHasFiguresOfItsOwn() {
    var profiles = runs.train(SmallJob.of(4), profiled(5)).profiles();
    assertEquals(List.of("first", "second"), profiles.stream().map(Profile::backend).toList());
    assertEquals(
        4 * SmallJob.STEPS_PER_EPOCH,
        profiles.stream().mapToLong(profile -> profile.steps() + profile.skipped()).sum());
    // plans that are made anew have the same kernels, which are not told twice
    assertEquals(names(profiles.get(0)).distinct().toList(), names(profiles.get(0)).toList());
  }

  private static Stream<String> names(Profile profile) {
    return profile.kernels().stream()
        .map(kernel -> kernel.part() + " " + kernel.path() + " " + kernel.name());
  }

  @Test
  void everyPhaseHasItsParts() {
    var job = SmallJob.of(2);
    var phase = job.training().phases().get(0);
    var two =
        Stream.of("dense_1/**", "dense_2/**")
            .map(
                pattern ->
                    new PhaseSpec(
                        pattern.substring(0, 7),
                        phase.losses(),
                        PluginSpec.of("adam"),
                        Optional.empty(),
                        List.of(pattern)))
            .toList();
    var profile =
        profile(
            runs.train(
                TestRuns.with(job, new TrainingSpec(2, 8, two, List.of(), Callbacks.DEFAULT)),
                profiled(0)));
    var updates =
        profile.byPhase().stream()
            .filter(part -> part.part() == Part.UPDATE)
            .map(Profile.Kernel::path)
            .collect(Collectors.toSet());
    assertEquals(Set.of("dense_1", "dense_2"), updates);
    // phases that are named like layers stay apart from them
    assertEquals(5, profile.byLayer().size());
  }

  private static Profile profile(RunResult result) {
    assertEquals(1, result.profiles().size());
    return result.profiles().get(0);
  }
}
