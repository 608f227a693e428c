/** Walking, rewriting and differentiating graphs of symbolic tensors. */
@NullMarked
package org.caracal.core.graph;

import org.jspecify.annotations.NullMarked;
