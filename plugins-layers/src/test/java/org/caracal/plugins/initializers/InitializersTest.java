package org.caracal.plugins.initializers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.caracal.SpecException;
import org.caracal.array.Shape;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.DeclaredPlugins;
import org.caracal.core.random.PhiloxStream;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializersTest {
  private static final Shape SHAPE = Shape.of(200, 150);
  private static final Fans FANS = new Fans(200, 150);

  /** Names, mean, variance, and the largest size of a value or 0 if it is unbounded. */
  @ParameterizedTest
  @CsvSource({
    "zeros, 0, 0, 1e-300",
    "normal, 0, 0.0025, 0",
    "uniform, 0, 0.00083333, 0.05",
    "glorot-normal, 0, 0.00571429, 0",
    "glorot-uniform, 0, 0.00571429, 0.130931",
    "he-normal, 0, 0.01, 0",
    "he-uniform, 0, 0.01, 0.173206",
    "lecun-normal, 0, 0.005, 0",
    "lecun-uniform, 0, 0.005, 0.122475",
    "orthogonal, 0, 0.005, 0",
  })
  void meanAndVarianceAreThoseOfThePaper(String name, double mean, double variance, double bound) {
    var values = fill(PluginSpec.of(name), SHAPE, FANS, 1);
    var count = values.length;
    var actualMean = Arrays.stream(values).average().orElseThrow();
    var actualVariance = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
    assertEquals(mean, actualMean, 5 * Math.sqrt(variance / count) + 1e-300);
    // the fourth moment of normal numbers is the largest among these
    assertEquals(variance, actualVariance, 5 * variance * Math.sqrt(2.0 / count) + 1e-5 * variance);
    if (bound > 0) {
      assertTrue(Arrays.stream(values).allMatch(value -> Math.abs(value) <= bound));
    }
  }

  @Test
  void optionsShiftAndScale() {
    var normal = fill(spec("normal", Map.of("mean", 3, "deviation", 0.5)), SHAPE, FANS, 1);
    assertEquals(3, Arrays.stream(normal).average().orElseThrow(), 0.02);
    assertEquals(
        0.25, Arrays.stream(normal).map(v -> (v - 3) * (v - 3)).average().orElseThrow(), 0.02);
    var uniform = fill(spec("uniform", Map.of("low", 1, "high", 3)), SHAPE, FANS, 1);
    assertTrue(Arrays.stream(uniform).allMatch(value -> value >= 1 && value < 3));
    assertEquals(2, Arrays.stream(uniform).average().orElseThrow(), 0.02);
    var constant = fill(spec("constant", Map.of("value", -2.5)), SHAPE, FANS, 1);
    assertTrue(Arrays.stream(constant).allMatch(value -> value == -2.5));
  }

  @ParameterizedTest
  @CsvSource({"40, 40, 1", "17, 40, 1", "40, 17, 2.5", "1, 8, 1", "8, 1, -1"})
  void orthogonalRowsOrColumnsAreOrthonormal(int rows, int columns, double gain) {
    var values = fill(spec("orthogonal", Map.of("gain", gain)), Shape.of(rows, columns), FANS, 1);
    var few = Math.min(rows, columns);
    for (var a = 0; a < few; a++) {
      for (var b = 0; b < few; b++) {
        var dot = 0.0;
        for (var k = 0; k < Math.max(rows, columns); k++) {
          dot +=
              rows <= columns
                  ? values[a * columns + k] * values[b * columns + k]
                  : values[k * columns + a] * values[k * columns + b];
        }
        assertEquals(a == b ? gain * gain : 0, dot, 1e-12);
      }
    }
  }

  /** A kernel of a convolution: filters against all the rest. */
  @Test
  void orthogonalTakesTheFirstAxisForTheRows() {
    var values = fill(PluginSpec.of("orthogonal"), Shape.of(4, 3, 3, 3), FANS, 1);
    for (var a = 0; a < 4; a++) {
      for (var b = 0; b < 4; b++) {
        var dot = 0.0;
        for (var k = 0; k < 27; k++) {
          dot += values[27 * a + k] * values[27 * b + k];
        }
        assertEquals(a == b ? 1 : 0, dot, 1e-12);
      }
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> fill(PluginSpec.of("orthogonal"), Shape.of(5), FANS, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> fill(spec("uniform", Map.of("low", 2, "high", 1)), SHAPE, FANS, 1));
    assertThrows(
        SpecException.class, () -> fill(spec("normal", Map.of("deviation", -1)), SHAPE, FANS, 1));
    assertThrows(SpecException.class, () -> fill(PluginSpec.of("constant"), SHAPE, FANS, 1));
  }

  @Test
  void allAreReproducibleAndNoneIsForgotten() {
    var names = new TreeSet<String>();
    for (var plugin : DeclaredPlugins.of(Zeros.class)) {
      if (plugin.kind() == PluginKind.INITIALIZER) {
        names.add(plugin.name());
        var options =
            plugin.name().equals("constant")
                ? Map.<String, Object>of("value", 1)
                : Map.<String, Object>of();
        var spec = spec(plugin.name(), options);
        assertArrayEquals(fill(spec, SHAPE, FANS, 1), fill(spec, SHAPE, FANS, 1), plugin.name());
        var random = !List.of("constant", "zeros").contains(plugin.name());
        assertEquals(
            random,
            !Arrays.equals(fill(spec, SHAPE, FANS, 1), fill(spec, SHAPE, FANS, 2)),
            plugin.name());
      }
    }
    assertEquals(
        new TreeSet<>(
            List.of(
                "constant",
                "glorot-normal",
                "glorot-uniform",
                "he-normal",
                "he-uniform",
                "lecun-normal",
                "lecun-uniform",
                "normal",
                "orthogonal",
                "uniform",
                "zeros")),
        names);
  }

  private static PluginSpec spec(String name, Map<String, Object> options) {
    return PluginSpec.of(name, options);
  }

  private static double[] fill(PluginSpec spec, Shape shape, Fans fans, long seed) {
    Configured<Initializer<Record>> initializer =
        Configured.resolve(
            DeclaredPlugins.resolver(Zeros.class), PluginKind.INITIALIZER, spec, "test");
    var values = new double[shape.size()];
    initializer
        .plugin()
        .initialize(
            initializer.options(), shape, fans, new PhiloxStream(seed, spec.name()), values);
    return values;
  }
}
