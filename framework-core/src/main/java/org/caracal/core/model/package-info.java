/** Tracing: layers describe a model once, as a graph of symbolic tensors. */
@NullMarked
package org.caracal.core.model;

import org.jspecify.annotations.NullMarked;
