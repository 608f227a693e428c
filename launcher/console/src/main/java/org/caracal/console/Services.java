package org.caracal.console;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.caracal.backend.Backend;
import org.caracal.model.ModelStore;
import org.caracal.plugin.PluginCatalog;
import org.caracal.plugin.Plugins;
import org.caracal.training.Examination;
import org.caracal.training.JobReader;
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

  /** Takes the services. */
  @Activate
  public Services(
      BundleContext context,
      @Reference Trainer trainer,
      @Reference JobReader jobReader,
      @Reference ModelStore modelStore,
      @Reference PluginCatalog catalog) {
    this.context = context;
    this.trainer = trainer;
    this.jobReader = jobReader;
    this.modelStore = modelStore;
    this.catalog = catalog;
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

  /** Waits until all bundles of a watched folder are active, or says which are not. */
  void watch(Path folder) {
    PluginFolder.watch(context, folder);
  }

  /**
   * A backend for people.
   *
   * @param name its name
   * @param description its description of itself
   */
  record NamedBackend(String name, String description) {}
}
