package org.caracal.core.plan;

import java.util.List;
import org.caracal.graph.Tensor;

/**
 * A part of a step, at whose borders events are published and decisions taken.
 *
 * @param kind which part of a step this is
 * @param path path of the layer, or name of the phase
 * @param results what must be computed by the end of the segment
 */
public record Segment(Kind kind, String path, List<Tensor> results) {
  /** The parts of a step. */
  public enum Kind {
    /** The forward pass of a layer. */
    FORWARD,
    /** The loss. */
    LOSS,
    /** The backward pass of a layer. */
    BACKWARD,
    /** Whether the gradients of a phase are finite. */
    GUARD,
    /** New values of variables. */
    UPDATE
  }

  /** Copies the list. */
  public Segment {
    results = List.copyOf(results);
  }

  @Override
  public String toString() {
    return kind + " " + path;
  }
}
