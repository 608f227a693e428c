package org.caracal.core.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caracal.training.LossSpec;
import org.caracal.training.PhaseSpec;

/**
 * The keys of an update within each step: those of a phase, or of {@code training} itself if there
 * is only one.
 */
final class PhaseSection {
  /** The keys. */
  static final List<String> KEYS =
      List.of("loss", "output", "target", "losses", "optimizer", "schedule", "parameters");

  private static final List<String> ALL = List.of("**");

  private PhaseSection() {}

  /** Reads the keys of a phase. */
  static PhaseSpec read(Section section, String name, ModelSection model) {
    return new PhaseSpec(
        name,
        losses(section, model),
        section.plugin("optimizer"),
        section.has("schedule") ? Optional.of(section.plugin("schedule")) : Optional.empty(),
        section.has("parameters") ? section.texts("parameters") : ALL);
  }

  private static List<LossSpec> losses(Section section, ModelSection model) {
    if (section.oneOf("loss", "losses").equals("loss")) {
      return List.of(loss(section, model));
    }
    var losses = new ArrayList<LossSpec>();
    for (var written : section.list("losses")) {
      var path = section.path("losses") + "[" + losses.size() + "]";
      losses.add(loss(Section.of(written, path, "loss", "output", "target", "weight"), model));
    }
    if (losses.isEmpty()) {
      throw section.error("losses", "has no losses");
    }
    return losses;
  }

  private static LossSpec loss(Section section, ModelSection model) {
    return new LossSpec(
        section.plugin("loss"),
        model.output(section, "output"),
        target(section, model),
        section.has("weight") ? section.number("weight") : 1);
  }

  /**
   * What an output is compared with: a node if there is one of that name, else a feature, or a
   * number.
   */
  static String target(Section section, ModelSection model) {
    var written = section.textOrNumber("target");
    return model.node(written).orElse(written);
  }
}
