package org.caracal.data;

import org.caracal.array.TensorType;

/**
 * One named part of every example: the pixels, the label.
 *
 * @param name its name
 * @param type its type, without the batch axis
 */
public record Feature(String name, TensorType type) {}
