package org.caracal.core.event;

import org.caracal.event.Topics;

/**
 * The topics that are published, numbered so that a bit mask can tell which of them somebody
 * listens to.
 */
public enum Topic {
  /** {@link Topics#RUN_STARTED}. */
  RUN_STARTED(Topics.RUN_STARTED),
  /** {@link Topics#RUN_PAUSED}. */
  RUN_PAUSED(Topics.RUN_PAUSED),
  /** {@link Topics#RUN_RESUMED}. */
  RUN_RESUMED(Topics.RUN_RESUMED),
  /** {@link Topics#RUN_FINISHED}. */
  RUN_FINISHED(Topics.RUN_FINISHED),
  /** {@link Topics#RUN_FAILED}. */
  RUN_FAILED(Topics.RUN_FAILED),
  /** {@link Topics#EPOCH_STARTED}. */
  EPOCH_STARTED(Topics.EPOCH_STARTED),
  /** {@link Topics#EPOCH_FINISHED}. */
  EPOCH_FINISHED(Topics.EPOCH_FINISHED),
  /** {@link Topics#STEP_FINISHED}. */
  STEP_FINISHED(Topics.STEP_FINISHED),
  /** {@link Topics#LAYER_FORWARD}. */
  LAYER_FORWARD(Topics.LAYER_FORWARD),
  /** {@link Topics#LAYER_BACKWARD}. */
  LAYER_BACKWARD(Topics.LAYER_BACKWARD),
  /** {@link Topics#BACKEND_SWAPPED}. */
  BACKEND_SWAPPED(Topics.BACKEND_SWAPPED),
  /** {@link Topics#PLUGIN_ARRIVED}. */
  PLUGIN_ARRIVED(Topics.PLUGIN_ARRIVED),
  /** {@link Topics#PLUGIN_LEFT}. */
  PLUGIN_LEFT(Topics.PLUGIN_LEFT),
  /** {@link Topics#CHECKPOINT_SAVED}. */
  CHECKPOINT_SAVED(Topics.CHECKPOINT_SAVED),
  /** {@link Topics#LISTENER_REPORTED}. */
  LISTENER_REPORTED(Topics.LISTENER_REPORTED);

  private final String name;

  Topic(String name) {
    this.name = name;
  }

  /** The topic as Event Admin knows it. */
  public String topic() {
    return name;
  }

  int bit() {
    return 1 << ordinal();
  }

  /** The bits of all topics that a handler's pattern ({@code *}, {@code a/*} or a topic) means. */
  static int bits(String pattern) {
    var bits = 0;
    for (var topic : values()) {
      var matches =
          pattern.equals("*")
              || (pattern.endsWith("/*")
                  ? topic.name.startsWith(pattern.substring(0, pattern.length() - 1))
                  : topic.name.equals(pattern));
      bits |= matches ? topic.bit() : 0;
    }
    return bits;
  }
}
