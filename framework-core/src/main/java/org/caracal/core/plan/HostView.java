package org.caracal.core.plan;

import org.caracal.array.NdArray;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;

/**
 * A buffer as a read-only array on the host: the storage itself if it is on the heap, a copy
 * otherwise.
 */
public final class HostView {
  private final Buffer buffer;
  private final NdArray array;
  private final NdArray view;
  private final boolean shared;

  /** A view of a buffer whose elements have this type. */
  public HostView(Buffer buffer, TensorType type) {
    this.buffer = buffer;
    this.shared = buffer instanceof HeapBuffer;
    this.array =
        buffer instanceof HeapBuffer heap ? NdArray.wrap(type, heap.array()) : NdArray.zeros(type);
    this.view = array.readOnly();
  }

  /** The values at this moment; valid until the buffer is written again. */
  public NdArray read() {
    if (!shared) {
      buffer.read(array.elements());
    }
    return view;
  }
}
