package org.caracal.backend.nativeblas;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.backend.Backend;
import org.caracal.backend.BackendRefusal;
import org.caracal.plugin.Plugins;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** Loads OpenBLAS and registers the backend, or else the reason why there is none. */
public final class Activator implements BundleActivator {
  /** Framework or system property: the folder for the native libraries. */
  static final String DIRECTORY = "caracal.native.directory";

  private static final int RANKING = 100;

  /** Called by the framework. */
  public Activator() {}

  @Override
  public void start(BundleContext context) {
    try {
      var backend = new NativeBackend(OpenBlas.load(roots(context)));
      register(context, Backend.class, backend);
    } catch (RefusedException e) {
      var refusal = new BackendRefusal(NativeBackend.NAME, e.reason(), e.remedy());
      register(context, BackendRefusal.class, refusal);
    }
  }

  /** The framework unregisters the service; the libraries stay as long as the class loader. */
  @Override
  public void stop(BundleContext context) {}

  private static <T> void register(BundleContext context, Class<T> type, T service) {
    Map<String, Object> properties =
        Map.of(Plugins.NAME_PROPERTY, NativeBackend.NAME, Constants.SERVICE_RANKING, RANKING);
    context.registerService(type, service, FrameworkUtil.asDictionary(properties));
  }

  /** The folder that is asked for, or else the user's cache and the bundle's own folder. */
  private static List<Path> roots(BundleContext context) {
    var wanted = context.getProperty(DIRECTORY);
    if (wanted != null) {
      return List.of(Path.of(wanted));
    }
    var roots = new ArrayList<Path>();
    roots.add(userCache().resolve("caracal").resolve("native"));
    Optional.ofNullable(context.getDataFile("native")).map(File::toPath).ifPresent(roots::add);
    return roots;
  }

  private static Path userCache() {
    var cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(cache);
  }
}
