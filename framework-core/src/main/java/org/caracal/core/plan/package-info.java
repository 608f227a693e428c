/**
 * From the graph of a step to a sequence of kernel calls on buffers: simplification, fusion,
 * scheduling and memory.
 */
@NullMarked
package org.caracal.core.plan;

import org.jspecify.annotations.NullMarked;
