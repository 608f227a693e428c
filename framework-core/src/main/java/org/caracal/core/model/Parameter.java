package org.caracal.core.model;

import org.caracal.core.plugin.Configured;
import org.caracal.graph.Tensor;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;

/**
 * A trainable parameter of a traced model.
 *
 * @param path its path, such as {@code encoder/dense_1/kernel}: its name in checkpoints and that of
 *     the tensor's {@link org.caracal.graph.Input}
 * @param tensor the tensor that stands for it, of operation {@link org.caracal.graph.Input}
 * @param fans how many inputs and outputs each element connects
 * @param initializer what gives it its first values
 */
public record Parameter(
    String path, Tensor tensor, Fans fans, Configured<Initializer<Record>> initializer) {}
