package org.caracal.event;

import java.util.function.Function;
import org.caracal.array.NdArray;

/**
 * A layer event with types: what Event Admin carries as properties.
 *
 * @param run id of the run
 * @param model name of the model
 * @param epoch number of the epoch, from 1
 * @param step number of the step in the run, from 1
 * @param layer path of the layer
 * @param type name of its plugin
 * @param bundle its bundle, {@code name/version}
 * @param value its output, or the gradient by it; read-only, valid during the callback only ({@link
 *     NdArray#copy()} to keep)
 * @param nanoseconds time spent in the layer
 */
public record LayerEvent(
    String run,
    String model,
    int epoch,
    long step,
    String layer,
    String type,
    String bundle,
    NdArray value,
    long nanoseconds) {
  /** Reads the properties of an event: {@code LayerEvent.of(event::getProperty)}. */
  public static LayerEvent of(Function<String, Object> properties) {
    return new LayerEvent(
        (String) properties.apply(Properties.RUN),
        (String) properties.apply(Properties.MODEL),
        (Integer) properties.apply(Properties.EPOCH),
        (Long) properties.apply(Properties.STEP),
        (String) properties.apply(Properties.LAYER),
        (String) properties.apply(Properties.TYPE),
        (String) properties.apply(Properties.BUNDLE),
        (NdArray) properties.apply(Properties.VALUE),
        (Long) properties.apply(Properties.NANOSECONDS));
  }
}
