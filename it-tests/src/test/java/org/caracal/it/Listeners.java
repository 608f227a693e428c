package org.caracal.it;

import java.util.function.Consumer;
import org.caracal.event.LayerEvent;
import org.caracal.event.LayerListener;

/** Layer listeners of one method. */
final class Listeners {
  private Listeners() {}

  static LayerListener forward(Consumer<LayerEvent> action) {
    return new LayerListener() {
      @Override
      public void forward(LayerEvent event) {
        action.accept(event);
      }
    };
  }

  static LayerListener backward(Runnable action) {
    return new LayerListener() {
      @Override
      public void backward(LayerEvent event) {
        action.run();
      }
    };
  }
}
