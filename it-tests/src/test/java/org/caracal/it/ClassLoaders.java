package org.caracal.it;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.caracal.testing.Container;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Class loaders that should go, held weakly. */
final class ClassLoaders {
  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

  /** Remembers the class loader that a resolved bundle has now. */
  void add(Bundle bundle) {
    loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
  }

  /** Waits until no more than some of them are left. */
  void awaitAtMost(int limit) {
    Container.await(
        "class loaders to go",
        () -> {
          System.gc();
          return loaders.stream().filter(loader -> loader.get() != null).count() <= limit;
        });
  }
}
