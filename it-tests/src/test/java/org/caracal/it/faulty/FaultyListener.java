package org.caracal.it.faulty;

import org.caracal.event.LayerEvent;
import org.caracal.event.LayerListener;
import org.osgi.service.component.annotations.Component;

/** Throws at each layer. */
@Component
public final class FaultyListener implements LayerListener {
  @Override
  public void forward(LayerEvent event) {
    throw new IllegalStateException("no mood");
  }

  @Override
  public void backward(LayerEvent event) {
    throw new NoClassDefFoundError("com/example/Missing");
  }
}
