package org.caracal.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.plugin.Configurable;
import org.caracal.plugin.NoOptions;
import org.caracal.plugin.Option;
import org.caracal.plugin.PluginDescription.OptionDescription;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.SourceLocation;
import org.junit.jupiter.api.Test;

class OptionBindingTest {
  private static final SourceLocation PLACE =
      new SourceLocation(
          "m.yaml",
          3,
          Map.of(
              "units", 4, "kernel", 5, "kernel.normal", 6, "kernel.normal.mean", 6, "window", 7));

  enum Mode {
    SAME,
    FULL_SIZE
  }

  record Everything(
      @Option(value = "number of outputs", min = 1) int units,
      @Option(value = "a count", byDefault = "5000000000") long count,
      @Option(value = "a share", byDefault = "0.5", min = 0, max = 1) double share,
      @Option(value = "a flag", byDefault = "false") boolean flag,
      @Option(value = "a text", byDefault = "a: b") String text,
      @Option(value = "a mode", byDefault = "full-size") Mode mode,
      @Option(
              value = "first values",
              byDefault = "normal: {deviation: 0.1}",
              plugin = PluginKind.INITIALIZER)
          PluginSpec kernel,
      @Option(value = "extents", byDefault = "[2, 3]", min = 1) List<Integer> window,
      @Option(value = "nothing as a rule", max = 9) Optional<List<Double>> maybe,
      @Option(value = "layers", byDefault = "[]", plugin = PluginKind.LAYER)
          List<PluginSpec> layers) {}

  record Range(@Option("low") int low, @Option("high") int high) {
    Range {
      if (low > high) {
        throw new IllegalArgumentException("low must not exceed high");
      }
      if (low == 13) {
        throw new IllegalStateException("unlucky");
      }
    }
  }

  record BadType(@Option("x") float x) {}

  record BadElement(@Option("x") List<Optional<Integer>> x) {}

  record BadDefault(@Option(value = "x", byDefault = "11", max = 10) int x) {}

  @Test
  void bindsDefaults() {
    assertEquals(
        new Everything(
            3,
            5_000_000_000L,
            0.5,
            false,
            "a: b",
            Mode.FULL_SIZE,
            PluginSpec.of("normal", Map.of("deviation", 0.1)),
            List.of(2, 3),
            Optional.empty(),
            List.of()),
        bind(Everything.class, Map.of("units", 3L)));
  }

  @Test
  void bindsEveryType() {
    var options =
        bind(
            Everything.class,
            Map.of(
                "units",
                3.0,
                "count",
                7,
                "share",
                1L,
                "flag",
                true,
                "text",
                "x",
                "mode",
                "same",
                "kernel",
                "ones@[1,2)",
                "window",
                4L,
                "maybe",
                List.of(1L, 2.5),
                "layers",
                List.of("relu", Map.of("dense", Map.of("units", 2L)), PluginSpec.of("gelu"))));

    assertEquals(3, options.units);
    assertEquals(7, options.count);
    assertEquals(1.0, options.share);
    assertEquals(Mode.SAME, options.mode);
    assertEquals("ones", options.kernel.name());
    assertEquals("[1,2)", options.kernel.versions());
    assertEquals(List.of(4), options.window);
    assertEquals(Optional.of(List.of(1.0, 2.5)), options.maybe);
    assertEquals(
        List.of("relu", "dense", "gelu"), options.layers.stream().map(PluginSpec::name).toList());
    assertEquals(Map.of("units", 2L), options.layers.get(1).options());
  }

  @Test
  void keepsThePlaceOfNestedPlugins() {
    var options =
        bind(Everything.class, Map.of("units", 1, "kernel", Map.of("normal", Map.of("mean", 1))));

    assertEquals(new SourceLocation("m.yaml", 6, Map.of("mean", 6)), options.kernel.location());
  }

  @Test
  void namesTheNearestOption() {
    assertFails(
        "m.yaml:3: dense_1: thing has no option 'unit': did you mean 'units'? (options: units,"
            + " count, share, flag, text, mode, kernel, window, maybe, layers; bundle test.plugins"
            + " 1.2.0)",
        Everything.class,
        Map.of("unit", 3));
    assertFails(
        "m.yaml:4: dense_1: thing has no option 'units' (it has no options; bundle test.plugins"
            + " 1.2.0)",
        NoOptions.class,
        Map.of("units", 3));
  }

  @Test
  void namesWhatIsMissing() {
    assertFails(
        "m.yaml:3: dense_1: thing needs the option 'units' (integer: number of outputs; bundle"
            + " test.plugins 1.2.0)",
        Everything.class,
        Map.of());
  }

  @Test
  void rejectsWrongTypes() {
    assertWrong("m.yaml:4: dense_1: thing: units must be an integer, not 'many'", "units", "many");
    assertWrong("m.yaml:4: dense_1: thing: units must be an integer, not 2.5", "units", 2.5);
    assertWrong(
        "m.yaml:4: dense_1: thing: units must be an integer, not nothing", "units", Map.of());
    assertWrong(
        "m.yaml:4: dense_1: thing: units must be an integer, not a list", "units", List.of(1, 2));
    assertWrong(
        "m.yaml:4: dense_1: thing: units must be an integer from -2147483648 to 2147483647, not"
            + " 3000000000",
        "units",
        3_000_000_000L);
    assertWrong(
        "m.yaml:3: dense_1: thing: count must be an integer from -9223372036854775808 to"
            + " 9223372036854775807, not 9223372036854775808",
        "count",
        BigInteger.TWO.pow(63));
    assertWrong(
        "m.yaml:3: dense_1: thing: count must be an integer from -9223372036854775808 to"
            + " 9223372036854775807, not 1.0E30",
        "count",
        1e30);
    assertWrong("m.yaml:3: dense_1: thing: share must be a number, not NaN", "share", Double.NaN);
    assertWrong("m.yaml:3: dense_1: thing: flag must be true or false, not 'yes'", "flag", "yes");
    assertWrong("m.yaml:3: dense_1: thing: text must be text (put it in quotes), not 3", "text", 3);
    assertWrong(
        "m.yaml:3: dense_1: thing: text must be text, not a mapping", "text", Map.of("a", 1));
    assertWrong(
        "m.yaml:3: dense_1: thing: mode must be one of same, full-size, not 'fullsize': did you"
            + " mean 'full-size'?",
        "mode",
        "fullsize");
    assertWrong(
        "m.yaml:5: dense_1: thing: kernel must be a plugin, NAME or NAME: {options}, not 3",
        "kernel",
        3);
    assertWrong(
        "m.yaml:7: dense_1: thing: window[1] must be an integer, not 'b'",
        "window",
        List.of(1, "b"));
  }

  @Test
  void holdsBounds() {
    assertWrong("m.yaml:4: dense_1: thing: units must be >= 1, not 0", "units", 0);
    assertWrong("m.yaml:3: dense_1: thing: share must be from 0 to 1, not 1.5", "share", 1.5);
    assertWrong("m.yaml:7: dense_1: thing: window must be >= 1, not -2", "window", List.of(1, -2));
    assertWrong("m.yaml:3: dense_1: thing: maybe must be <= 9, not 9.5", "maybe", List.of(9.5));
  }

  @Test
  void passesOnWhatTheRecordItselfRejects() {
    assertFails(
        "m.yaml:3: dense_1: thing: low must not exceed high (bundle test.plugins 1.2.0)",
        Range.class,
        Map.of("low", 2, "high", 1));
    var failure =
        assertThrows(PluginException.class, () -> bind(Range.class, Map.of("low", 13, "high", 14)));
    assertEquals(
        "layer thing (bundle test.plugins 1.2.0) failed to make its options:"
            + " java.lang.IllegalStateException: unlucky",
        failure.getMessage());
  }

  @Test
  void blamesThePluginForMalformedOptions() {
    var here = OptionBindingTest.class.getName();
    assertBlamed(
        "the option x of " + here + "$BadType has the type float, which cannot be written in specs",
        BadType.class);
    assertBlamed(
        "the option x of "
            + here
            + "$BadElement has the type java.util.List<java.util.Optional<java.lang.Integer>>,"
            + " which cannot be written in specs",
        BadElement.class);
    assertBlamed(
        "the default of the option x of "
            + here
            + "$BadDefault does not fit: x must be <= 10, not 11",
        BadDefault.class);
  }

  @Test
  void describesOptionsForPeople() {
    assertEquals(
        List.of(
            new OptionDescription("units", "integer", "", true, ">= 1", "number of outputs"),
            new OptionDescription("count", "integer", "5000000000", false, "", "a count"),
            new OptionDescription("share", "number", "0.5", false, "from 0 to 1", "a share"),
            new OptionDescription("flag", "true or false", "false", false, "", "a flag"),
            new OptionDescription("text", "text", "a: b", false, "", "a text"),
            new OptionDescription(
                "mode", "one of same, full-size", "full-size", false, "", "a mode"),
            new OptionDescription(
                "kernel", "initializer", "normal: {deviation: 0.1}", false, "", "first values"),
            new OptionDescription("window", "list of integer", "[2, 3]", false, ">= 1", "extents"),
            new OptionDescription(
                "maybe", "list of number", "", false, "<= 9", "nothing as a rule"),
            new OptionDescription("layers", "list of layer", "[]", false, "", "layers")),
        OptionBinding.describe(plugin(Everything.class)));
  }

  private static void assertWrong(String message, String option, Object value) {
    var options =
        option.equals("units") ? Map.of("units", value) : Map.of("units", 3, option, value);
    assertFails(message, Everything.class, options);
  }

  private static void assertFails(
      String message, Class<? extends Record> type, Map<String, Object> options) {
    assertEquals(
        message, assertThrows(SpecException.class, () -> bind(type, options)).getMessage());
  }

  private static void assertBlamed(String reason, Class<? extends Record> type) {
    assertEquals(
        "layer thing (bundle test.plugins 1.2.0) does not tell its options: " + reason,
        assertThrows(PluginException.class, () -> bind(type, Map.of())).getMessage());
  }

  private static <O extends Record> O bind(Class<O> type, Map<String, Object> options) {
    return OptionBinding.bind(plugin(type), new PluginSpec("thing", "", options, PLACE), "dense_1");
  }

  private static <O extends Record> Registered<Configurable<O>> plugin(Class<O> type) {
    return TestPlugins.registered(PluginKind.LAYER, "thing", () -> type);
  }
}
