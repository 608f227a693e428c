package org.caracal.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.caracal.SpecException;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.SourceLocation;
import org.junit.jupiter.api.Test;

class PluginReferencesTest {
  private static final SourceLocation PLACE =
      new SourceLocation("m.yaml", 3, Map.of("dense", 4, "dense.units", 5));

  @Test
  void readsNamesOptionsAndVersions() {
    assertEquals(new PluginSpec("relu", "", Map.of(), PLACE), parse("relu"));
    assertEquals(
        new PluginSpec("max-pool2d", "[1.0,2.0)", Map.of(), PLACE), parse("max-pool2d@[1.0,2.0)"));
    assertEquals(
        new PluginSpec(
            "dense", "", Map.of("units", 8L), new SourceLocation("m.yaml", 4, Map.of("units", 5))),
        parse(Map.of("dense", Map.of("units", 8L))));
    assertEquals("acme.swish", parse("acme.swish").name());
  }

  @Test
  void writesWhatItReads() {
    for (var spec :
        List.of(
            PluginSpec.of("relu"),
            new PluginSpec("dense", "[1,2)", Map.of(), SourceLocation.NONE),
            new PluginSpec(
                "dense",
                "1.5",
                Map.of("units", 8L, "rates", List.of(0.5, true, "x")),
                SourceLocation.NONE))) {
      assertEquals(
          spec, PluginReferences.parse(PluginReferences.write(spec), SourceLocation.NONE, "x"));
    }
    assertEquals(
        Map.of(
            "dense",
            Map.of("kernel", Map.of("normal", Map.of("mean", 1L)), "all", List.of("relu"))),
        PluginReferences.write(
            PluginSpec.of(
                "dense",
                Map.of(
                    "kernel",
                    PluginSpec.of("normal", Map.of("mean", 1)),
                    "all",
                    List.of(PluginSpec.of("relu"))))));
  }

  @Test
  void saysWhatAPluginLooksLike() {
    assertFails(
        "m.yaml:3: model.sequential[0] must be a plugin, NAME or NAME: {options}, not 3", 3L);
    assertFails(
        "m.yaml:3: model.sequential[0] must be a plugin, NAME or NAME: {options}, not nothing",
        Map.of());
    assertFails(
        "m.yaml:3: model.sequential[0] must be a plugin, NAME or NAME: {options}, not a list",
        List.of("relu"));
    assertFails(
        "m.yaml:3: model.sequential[0] must be one plugin, NAME or NAME: {options}, not the keys"
            + " 'dense', 'units': indent the options below the name",
        new java.util.TreeMap<>(Map.of("dense", Map.of(), "units", 8)));
    assertFails(
        "m.yaml:4: model.sequential[0]: the options of 'dense' must be a mapping, {option: value},"
            + " not 8",
        Map.of("dense", 8));
    assertFails(
        "m.yaml:3: model.sequential[0] must be a plugin's name, lower case with '-', or"
            + " NAME@VERSIONS, not 'Dense Layer'",
        "Dense Layer");
  }

  private static PluginSpec parse(Object written) {
    return PluginReferences.parse(written, PLACE, "model.sequential[0]");
  }

  private static void assertFails(String message, Object written) {
    assertEquals(message, assertThrows(SpecException.class, () -> parse(written)).getMessage());
  }
}
