package org.caracal.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import org.caracal.backend.Backend;
import org.caracal.model.ModelStore;
import org.caracal.plugin.PluginCatalog;
import org.caracal.plugin.Plugins;
import org.caracal.training.Examination;
import org.caracal.training.JobReader;
import org.caracal.training.Run;
import org.caracal.training.Trainer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What commands call. Thread-safe. */
@Component(service = Services.class)
public final class Services {
  private final BundleContext context;
  private final Trainer trainer;
  private final JobReader jobReader;
  private final ModelStore modelStore;
  private final PluginCatalog catalog;
  private final PrintStream out;

  /** Takes the services. */
  @Activate
  public Services(
      BundleContext context,
      @Reference Trainer trainer,
      @Reference JobReader jobReader,
      @Reference ModelStore modelStore,
      @Reference PluginCatalog catalog) {
    this(context, trainer, jobReader, modelStore, catalog, standardOutput());
  }

  Services(
      BundleContext context,
      Trainer trainer,
      JobReader jobReader,
      ModelStore modelStore,
      PluginCatalog catalog,
      PrintStream out) {
    this.context = context;
    this.trainer = trainer;
    this.jobReader = jobReader;
    this.modelStore = modelStore;
    this.catalog = catalog;
    this.out = out;
  }

  /** The launcher has turned {@code System.out} to standard error. */
  private static PrintStream standardOutput() {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), true, UTF_8);
  }

  /** Standard output, which takes the results of commands and nothing else. */
  PrintStream out() {
    return out;
  }

  BundleContext context() {
    return context;
  }

  Trainer trainer() {
    return trainer;
  }

  JobReader jobReader() {
    return jobReader;
  }

  ModelStore modelStore() {
    return modelStore;
  }

  PluginCatalog catalog() {
    return catalog;
  }

  /** The backends that are registered now, the preferred one first. */
  List<NamedBackend> backends() {
    return references(Backend.class).stream()
        .sorted(Comparator.reverseOrder())
        .map(
            reference ->
                new NamedBackend(
                    String.valueOf(reference.getProperty(Plugins.NAME_PROPERTY)),
                    context.getService(reference).description()))
        .toList();
  }

  /** All examinations that are registered now. */
  List<Examination> examinations() {
    return references(Examination.class).stream().map(context::getService).toList();
  }

  private <T> List<ServiceReference<T>> references(Class<T> type) {
    try {
      return List.copyOf(context.getServiceReferences(type, null));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The runs that have not ended. */
  List<Run> activeRuns() {
    return trainer.runs().stream().filter(run -> !run.state().isEnd()).toList();
  }

  /** Tells how a run in the background ends, as soon as it does. */
  void announceEnd(Run run) {
    run.result()
        .thenAccept(
            result -> {
              result.profiles().forEach(profile -> System.err.println(ProfileText.of(profile, 0)));
              System.err.println("caracal: " + Reports.end(run, result));
            });
  }

  /**
   * A backend for people.
   *
   * @param name its name
   * @param description its description of itself
   */
  record NamedBackend(String name, String description) {}
}
