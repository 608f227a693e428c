package org.caracal.console;

import java.util.Locale;
import java.util.stream.Collectors;
import org.caracal.CaracalException;
import org.caracal.SpecException;
import org.caracal.model.ModelSummary;
import org.caracal.plugin.PluginCatalog;
import org.caracal.plugin.PluginDescription;
import org.caracal.training.Run;
import org.caracal.training.RunResult;
import org.caracal.training.Trainer;

/** What commands print, the same on the command line and in the shell. */
final class Reports {
  private Reports() {}

  static String summary(ModelSummary summary) {
    var table = new Table("layer", "type", "output", "parameters", "bundle");
    for (var row : summary.rows()) {
      table.row(row.path(), row.type(), row.output(), row.parameters(), row.bundle());
    }
    return table
        + String.format(Locale.ROOT, "%s: %,d parameters", summary.name(), summary.parameters())
        + (summary.states() > 0 ? String.format(Locale.ROOT, ", %,d states", summary.states()) : "")
        + System.lineSeparator();
  }

  static String plugins(PluginCatalog catalog) {
    var table = new Table("kind", "name", "bundle", "version");
    for (var plugin : catalog.plugins()) {
      table.row(plugin.kind(), plugin.name(), plugin.bundle(), plugin.version());
    }
    return table.toString();
  }

  static String backends(Services services) {
    var table = new Table("backend", "state", "description");
    services
        .backends()
        .forEach(backend -> table.row(backend.name(), "ready", backend.description()));
    services
        .catalog()
        .refusals()
        .forEach(
            refusal ->
                table.row(refusal.name(), "refused", refusal.reason() + "; " + refusal.remedy()));
    return table.toString();
  }

  static String jobs(Trainer trainer) {
    var table = new Table("run", "job", "state", "step", "backend", "result");
    for (var run : trainer.runs()) {
      var ended = run.result().toCompletableFuture().getNow(null);
      table.row(
          run.id(),
          run.job().name(),
          run.state().toString().toLowerCase(Locale.ROOT),
          run.step(),
          run.backend().name(),
          ended == null ? "" : result(ended));
    }
    return table.toString();
  }

  /** How a run has ended, in one line. */
  static String end(Run run, RunResult result) {
    return String.format(
        Locale.ROOT,
        "%s (%s) %s after step %,d: %s",
        run.id(),
        run.job().name(),
        result.state().toString().toLowerCase(Locale.ROOT),
        result.steps(),
        result(result));
  }

  private static String result(RunResult result) {
    return result
        .failure()
        .map(CaracalException::getMessage)
        .orElseGet(() -> String.join("  ", MetricText.list(result.metrics())));
  }

  static String describe(PluginCatalog catalog, String name) {
    var found = catalog.find(name);
    if (found.isEmpty()) {
      throw new SpecException("no plugin is named " + name + "; plugins lists them");
    }
    return found.stream()
        .map(Reports::describe)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String describe(PluginDescription plugin) {
    var head =
        String.format(
            "%s %s, from bundle %s %s (%s)%n",
            plugin.kind(), plugin.name(), plugin.bundle(), plugin.version(), plugin.type());
    if (plugin.options().isEmpty()) {
      return head;
    }
    var table = new Table("option", "type", "default", "bounds", "meaning");
    for (var option : plugin.options()) {
      var byDefault = option.required() ? "required" : option.byDefault();
      table.row(option.name(), option.type(), byDefault, option.bounds(), option.documentation());
    }
    return head + table;
  }
}
