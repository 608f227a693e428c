package org.caracal.backend;

import org.caracal.array.DType;

/**
 * Storage of one tensor, row-major. The engine treats it as opaque: a backend may keep it in memory
 * of its own. Backends that compute on the heap use {@link HeapBuffer}, so that a swap between them
 * copies nothing.
 */
public interface Buffer extends AutoCloseable {
  /** The element type. */
  DType dtype();

  /** The number of elements; storage behind it may be longer. */
  int length();

  /**
   * Copies the first {@link #length()} elements of a Java array of the element type's class into
   * this buffer.
   */
  void write(Object elements);

  /**
   * Copies this buffer into the first {@link #length()} elements of a Java array of the element
   * type's class.
   */
  void read(Object elements);

  /** Gives up memory that the collector does not free. Idempotent. */
  @Override
  default void close() {}
}
