package org.caracal.event;

/**
 * A whiteboard service that gets every layer event directly, for those who cannot pay for Event
 * Admin. The optional service property {@value #LAYERS} holds patterns of layer paths ({@code *}
 * within a name, {@code **} across names). Called on the thread that trains, which waits for it: be
 * quick. One that throws or dawdles is reported once and the run goes on.
 */
public interface LayerListener {
  /** Service property: patterns of layer paths, String or String[]. */
  String LAYERS = "caracal.layers";

  /** The output of a layer is there. */
  default void forward(LayerEvent event) {}

  /** The gradient of the loss by the output of a layer is there. */
  default void backward(LayerEvent event) {}
}
