package org.caracal.core.event;

import java.util.Map;
import org.caracal.core.plugin.PluginChange;
import org.caracal.core.plugin.PluginRegistry;
import org.caracal.event.Properties;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Publishes the coming and going of plugins, on the thread that registers or unregisters them. */
@Component(
    service = {},
    immediate = true)
public final class PluginEvents {
  private final EventPublisher publisher;
  private final PluginRegistry.Subscription subscription;

  /** Creates the component. */
  @Activate
  public PluginEvents(@Reference EventPublisher publisher, @Reference PluginRegistry plugins) {
    this.publisher = publisher;
    this.subscription = plugins.listen(this::changed);
  }

  @Deactivate
  void deactivate() {
    subscription.close();
  }

  private void changed(PluginChange change) {
    var topic = change.arrived() ? Topic.PLUGIN_ARRIVED : Topic.PLUGIN_LEFT;
    if (!publisher.wanted(topic)) {
      return;
    }
    try (var channel = publisher.open()) {
      channel.publish(
          topic,
          Map.of(
              Properties.KIND, change.kind().toString(),
              Properties.TYPE, change.name(),
              Properties.BUNDLE, change.bundle()));
    }
  }
}
