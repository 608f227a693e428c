package org.caracal.backend.java.parallel;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;

/** A kernel of two operands that may be given and may write plain arrays. */
public interface Producer extends Kernel {
  /** Computes the result. */
  void run(Object left, Object right, Object result);

  @Override
  default void run(Buffer[] inputs, Buffer[] outputs) {
    run(
        ((HeapBuffer) inputs[0]).array(),
        ((HeapBuffer) inputs[1]).array(),
        ((HeapBuffer) outputs[0]).array());
  }
}
