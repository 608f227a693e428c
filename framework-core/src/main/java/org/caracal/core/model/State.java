package org.caracal.core.model;

import org.caracal.graph.Tensor;

/**
 * A value of a traced model that is kept from step to step and saved, but not trained.
 *
 * @param path its path, such as {@code batch-norm_1/mean}
 * @param tensor the tensor that stands for it, of operation {@link org.caracal.graph.Input}
 * @param initial the value of all its elements at the start
 */
public record State(String path, Tensor tensor, double initial) {}
