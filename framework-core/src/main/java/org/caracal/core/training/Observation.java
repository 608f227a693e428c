package org.caracal.core.training;

import org.caracal.core.model.TracedLayer;
import org.caracal.graph.Tensor;

/**
 * What an event tells at the end of a segment.
 *
 * @param layer the layer
 * @param value its first output, or the gradient by it
 */
record Observation(TracedLayer layer, Tensor value) {}
