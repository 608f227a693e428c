package org.caracal.backend;

import java.util.List;
import org.caracal.array.TensorType;

/** What the engine asks a backend to compile. */
public sealed interface KernelRequest
    permits SingleOperation, ElementwiseProgram, Epilogue, Reduction {
  /** The types of the inputs. */
  List<TensorType> inputs();

  /** The types of the outputs. */
  List<TensorType> outputs();
}
