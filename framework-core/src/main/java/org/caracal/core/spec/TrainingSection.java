package org.caracal.core.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.caracal.core.plugin.Nearest;
import org.caracal.core.yaml.YamlValue;
import org.caracal.training.Callbacks;
import org.caracal.training.Callbacks.Clipping;
import org.caracal.training.Callbacks.EarlyStopping;
import org.caracal.training.MetricSpec;
import org.caracal.training.PhaseSpec;
import org.caracal.training.TrainingSpec;

/** The section {@code training} of a spec. */
final class TrainingSection {
  private static final List<String> OWN_KEYS =
      List.of(
          "epochs", "batchSize", "metrics", "phases", "earlyStopping", "clipGradients", "nanGuard");

  private final Section section;
  private final ModelSection model;

  private TrainingSection(Section section, ModelSection model) {
    this.section = section;
    this.model = model;
  }

  /** Reads the section. */
  static TrainingSpec read(Section job, ModelSection model) {
    var keys = Stream.concat(OWN_KEYS.stream(), PhaseSection.KEYS.stream()).toArray(String[]::new);
    return new TrainingSection(job.section("training", keys), model).read();
  }

  private TrainingSpec read() {
    var epochs = section.integer("epochs", 0);
    var batchSize = section.integer("batchSize", 1, 32);
    var phases = phases();
    var metrics = metrics(phases);
    return new TrainingSpec(
        epochs,
        batchSize,
        phases,
        metrics,
        new Callbacks(
            earlyStopping(metrics),
            clipping(),
            section.choice("nanGuard", Callbacks.NanGuard.class, Callbacks.NanGuard.STOP)));
  }

  private List<PhaseSpec> phases() {
    if (!section.has("phases")) {
      return List.of(PhaseSection.read(section, "train", model));
    }
    for (var key : section.present("loss", "losses", "optimizer", "schedule", "parameters")) {
      throw section.error(key, "cannot stand beside training.phases: each phase has its own");
    }
    var phases = new ArrayList<PhaseSpec>();
    var names = new HashSet<String>();
    for (var written : section.list("phases")) {
      var path = section.path("phases") + "[" + phases.size() + "]";
      var keys =
          Stream.concat(Stream.of("name"), PhaseSection.KEYS.stream()).toArray(String[]::new);
      var phase = Section.of(written, path, keys);
      if (!names.add(phase.text("name"))) {
        throw phase.error("name", "'" + phase.text("name") + "' is the name of another phase");
      }
      phases.add(PhaseSection.read(phase, phase.text("name"), model));
    }
    if (phases.isEmpty()) {
      throw section.error("phases", "has no phases");
    }
    return phases;
  }

  private List<MetricSpec> metrics(List<PhaseSpec> phases) {
    var metrics = new ArrayList<MetricSpec>();
    if (section.has("metrics")) {
      for (var written : section.list("metrics")) {
        metrics.add(metric(written, section.path("metrics") + "[" + metrics.size() + "]", phases));
      }
    }
    return metrics;
  }

  /** A metric without an output and a target of its own takes those of the training. */
  private MetricSpec metric(YamlValue written, String path, List<PhaseSpec> phases) {
    if (!(written instanceof YamlValue.Mapping mapping)
        || !mapping.values().containsKey("metric")) {
      return new MetricSpec(
          Section.plugin(written, path),
          model.output(section, "output"),
          defaultTarget(phases, path));
    }
    var metric = Section.of(written, path, "metric", "output", "target");
    return new MetricSpec(
        metric.plugin("metric"),
        model.output(metric.has("output") ? metric : section, "output"),
        metric.has("target") ? metric.text("target") : defaultTarget(phases, path));
  }

  private String defaultTarget(List<PhaseSpec> phases, String path) {
    if (section.has("target")) {
      return section.text("target");
    }
    var targets =
        phases.stream()
            .flatMap(phase -> phase.losses().stream())
            .map(loss -> loss.target())
            .distinct()
            .toList();
    if (targets.size() == 1) {
      return targets.get(0);
    }
    throw section.error(
        "metrics",
        "must be told what to compare with, as the losses have several targets: write "
            + path
            + " as {metric: NAME, target: FEATURE}");
  }

  private Optional<EarlyStopping> earlyStopping(List<MetricSpec> metrics) {
    if (!section.has("earlyStopping")) {
      return Optional.empty();
    }
    var stopping = section.section("earlyStopping", "metric", "patience", "minDelta");
    var metric = stopping.has("metric") ? stopping.text("metric") : "loss";
    var known =
        Stream.concat(Stream.of("loss"), metrics.stream().map(spec -> spec.metric().name()))
            .distinct()
            .toList();
    if (known.stream().noneMatch(metric::startsWith)) {
      throw stopping.error(
          "metric",
          "'"
              + metric
              + "' is not measured"
              + Nearest.question(metric, known)
              + " (measured: "
              + String.join(", ", known)
              + ")");
    }
    var minDelta = stopping.number("minDelta", 0);
    if (minDelta < 0) {
      throw stopping.error("minDelta", "must be >= 0, not " + minDelta);
    }
    return Optional.of(new EarlyStopping(metric, stopping.integer("patience", 1, 5), minDelta));
  }

  private Optional<Clipping> clipping() {
    if (!section.has("clipGradients")) {
      return Optional.empty();
    }
    var clipping = section.section("clipGradients", "norm", "value");
    var key = clipping.oneOf("norm", "value");
    var limit = clipping.number(key);
    if (limit <= 0) {
      throw clipping.error(key, "must be greater than 0, not " + limit);
    }
    var method = key.equals("norm") ? Clipping.Method.NORM : Clipping.Method.VALUE;
    return Optional.of(new Clipping(method, limit));
  }
}
