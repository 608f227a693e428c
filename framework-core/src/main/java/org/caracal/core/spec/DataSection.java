package org.caracal.core.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caracal.core.plugin.OptionType;
import org.caracal.core.yaml.YamlValue;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.DataSpec;
import org.caracal.training.DataSpec.Normalization;

/** The section {@code data} of a spec. */
final class DataSection {
  private DataSection() {}

  /** The ways to scale that have a name. */
  private enum Scaling {
    STANDARD,
    MIN_MAX
  }

  /** Reads the section. */
  static DataSpec read(Section job) {
    var section =
        job.section(
            "data", "source", "train", "validation", "test", "split", "normalize", "shuffle");
    var train = section.plugin(section.oneOf("source", "train"));
    var validationShare = share(section, "validation");
    var testShare = share(section, "test");
    if (validationShare + testShare >= 1) {
      throw section.error(
          "split", "leaves no examples for training: the shares must add up to less than 1");
    }
    return new DataSpec(
        train,
        source(section, "validation"),
        source(section, "test"),
        validationShare,
        testShare,
        normalizations(section),
        section.flag("shuffle", true));
  }

  private static Optional<PluginSpec> source(Section section, String key) {
    return section.has(key) ? Optional.of(section.plugin(key)) : Optional.empty();
  }

  private static double share(Section section, String split) {
    if (!section.has("split")) {
      return 0;
    }
    var shares = section.section("split", "validation", "test");
    var share = shares.number(split, 0);
    if (share < 0 || share >= 1) {
      throw shares.error(
          split, "must be a share of the examples, from 0 to less than 1, not " + share);
    }
    if (share > 0 && section.has(split)) {
      throw shares.error(
          split,
          "cannot be split off, as there is a source of its own for it: " + section.path(split));
    }
    return share;
  }

  private static List<Normalization> normalizations(Section section) {
    var normalizations = new ArrayList<Normalization>();
    if (section.has("normalize")) {
      if (!(section.get("normalize") instanceof YamlValue.Mapping written)) {
        throw section.error(
            "normalize",
            "must be a mapping of features to methods, such as {pixels: standard}, not "
                + section.get("normalize").describe());
      }
      var features =
          Section.of(
              written, section.path("normalize"), written.values().keySet().toArray(String[]::new));
      for (var feature : written.values().keySet()) {
        for (var method : features.list(feature)) {
          normalizations.add(normalization(feature, method, features.path(feature)));
        }
      }
    }
    return normalizations;
  }

  private static Normalization normalization(String feature, YamlValue written, String path) {
    if (!(written instanceof YamlValue.Mapping)) {
      var scaling =
          new OptionType.Choice(Scaling.class).convert(written.plain(), written.location(), path);
      var method =
          scaling == Scaling.STANDARD
              ? Normalization.Method.STANDARD
              : Normalization.Method.MIN_MAX;
      return new Normalization(feature, method, 0, 1);
    }
    var affine = Section.of(written, path, "subtract", "divide");
    var divisor = affine.number("divide", 1);
    if (divisor == 0) {
      throw affine.error("divide", "must not be 0");
    }
    return new Normalization(
        feature, Normalization.Method.AFFINE, affine.number("subtract", 0), divisor);
  }
}
