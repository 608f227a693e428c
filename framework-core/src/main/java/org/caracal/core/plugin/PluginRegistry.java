package org.caracal.core.plugin;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;

/** All plugins that are registered at this moment. A component; thread-safe. */
public final class PluginRegistry implements PluginResolver {
  private final List<PluginListener> listeners = new CopyOnWriteArrayList<>();

  @Override
  public <T> Registered<T> resolve(PluginKind kind, PluginSpec spec) {
    throw new UnsupportedOperationException("being written");
  }

  /** Tells {@code listener} of every change from now on, until the returned handle is closed. */
  public Subscription listen(PluginListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Ends a subscription. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
