package org.caracal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caracal.backend.Limits;
import org.caracal.training.Profile;
import org.caracal.training.Profile.Cost;
import org.caracal.training.Profile.Kernel;
import org.caracal.training.Profile.Part;
import org.junit.jupiter.api.Test;

class ProfileViewTest {
  private static final Limits LIMITS =
      new Limits(80, new TreeMap<>(Map.of(32L << 10, 160.0, 64L << 20, 10.0)));

  /** 10 steps of 2 ms. */
  private static Profile profile(Optional<Limits> limits, List<Kernel> kernels) {
    return new Profile(
        "java",
        2,
        limits,
        10,
        4,
        20_000_000,
        1_000_000,
        500_000,
        4_000,
        List.of("encoder/dense_1", "relu_1", "flatten"),
        kernels);
  }

  private static List<Kernel> kernels() {
    return List.of(
        new Kernel(
            Part.FORWARD,
            "encoder/dense_1",
            List.of("relu_1"),
            "MatMul NN 512x784x512 + add maximum",
            new Cost(10, 10_000_000, 6e8, 3e7, 1_230, 7_500_000)),
        new Kernel(
            Part.BACKWARD,
            "encoder/dense_1",
            List.of(),
            "multiply 512x512",
            new Cost(10, 5_000_000, 2e6, 3e7, 0, 3_000_000)),
        new Kernel(
            Part.UPDATE,
            "train",
            List.of(),
            "multiply 512x512",
            new Cost(20, 1_000_000, 4e6, 6e7, 0, 600_000)));
  }

  @Test
  void twoTablesOfWhichEachAddsUp() {
    assertEquals(
        """
        profile of 10 steps of 2.000 ms on backend java, 2 threads
        steps left out before them: 4
        limits: 80 GFLOP/s; copies 32K 160, 64M 10 GB/s

        layer                        forward  backward  ms/step   share         speed  limit  bytes
        encoder/dense_1                1.000    0.5000    1.500   75.0%  40.1 GFLOP/s    70%    123
        other                                            0.2500   12.5%                         277
        update of train                                  0.1000    5.0%  60.0 GB/s       60%      0
        waiting for batches                              0.1000    5.0%                           0
        metrics and events                               0.0500    2.5%                           0
        relu_1 (in encoder/dense_1)        0         0        0    0.0%                           0
        flatten                            0         0        0    0.0%                           0
        all                                               2.000  100.0%  30.3 GFLOP/s    56%    400

        kernel                            of                  ms/step   share         speed  limit  bytes
        MatMul NN 512x784x512 + add m...  ...encoder/dense_1    1.000   50.0%  60.0 GFLOP/s    75%    123
        3 x multiply 512x512              ...encoder/dense_1   0.6000   30.0%  15.0 GB/s       60%      0
        no kernel                                              0.4000   20.0%                         277
        all                                                     2.000  100.0%  30.3 GFLOP/s    56%    400
        """,
        ProfileText.of(profile(Optional.of(LIMITS), kernels()), 0).replace("\r", ""));
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    var many =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    new Kernel(
                        Part.BACKWARD,
                        "block_" + i + "/residual/attention/query",
                        List.of(),
                        "ConvolutionKernelGradient 64x32x14x14 by 64x64x14x14 " + i,
                        new Cost(25, 100_000, 4e6, 3e5, 40, 80_000)));
    var kernels = Stream.concat(kernels().stream(), many).toList();
    for (var columns : List.of(80, 100, 140)) {
      var text = ProfileText.of(profile(Optional.of(LIMITS), kernels), columns);
      text.lines().forEach(line -> assertTrue(line.length() <= columns, columns + ": " + line));
      assertTrue(text.contains("12 further kernels"), text);
      assertEquals(columns >= 100, text.contains("  bytes"), text);
    }
  }

  @Test
  void withoutLimitsThereAreNoShares() {
    var costs =
        kernels().stream()
            .map(
                kernel ->
                    new Kernel(
                        kernel.part(),
                        kernel.path(),
                        kernel.fused(),
                        kernel.name(),
                        kernel.cost().plus(new Cost(0, 0, 0, 0, 0, Double.NaN))))
            .toList();
    var text = ProfileText.of(profile(Optional.empty(), costs), 0);
    assertTrue(text.contains("limits: not known by this backend"), text);
    assertFalse(text.contains("NaN"), text);
  }

  @Test
  void jsonHasTheSame() {
    var profile = profile(Optional.of(LIMITS), kernels());
    var line = JsonView.line("profile", Map.of("backends", List.of(ProfileJson.of(profile))));
    var object = JsonViewTest.parse(line);
    var backend = (Map<?, ?>) ((List<?>) object.get("backends")).get(0);
    assertEquals(2e6, backend.get("nanoseconds"));
    assertEquals(
        Map.of("32768", 160.0, "67108864", 10.0),
        ((Map<?, ?>) backend.get("limits")).get("gigabytesPerSecond"));
    var shares =
        Stream.of("layers", "phases", "noKernel")
            .flatMap(part -> ((List<?>) backend.get(part)).stream())
            .mapToDouble(part -> (Double) ((Map<?, ?>) part).get("share"))
            .sum();
    assertEquals(1, shares, 1e-12);
    var product = (Map<?, ?>) ((List<?>) backend.get("kernels")).get(0);
    assertEquals(60.0, product.get("gigaflopsPerSecond"));
    assertEquals(0.75, product.get("shareOfLimit"));
    assertEquals(List.of("relu_1"), product.get("fused"));
    var layer = (Map<?, ?>) ((List<?>) backend.get("layers")).get(2);
    assertEquals("flatten", layer.get("layer"));
    assertEquals("null", layer.get("shareOfLimit"));
  }
}
