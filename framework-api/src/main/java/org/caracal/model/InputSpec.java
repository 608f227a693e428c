package org.caracal.model;

import org.caracal.array.TensorType;

/**
 * An input of a model.
 *
 * @param name its name, which is the name of a feature of the data
 * @param type its type, without the batch axis
 */
public record InputSpec(String name, TensorType type) {}
