package org.caracal.core.reference;

import org.caracal.array.DType;
import org.caracal.backend.Backend;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Epilogue;
import org.caracal.backend.Execution;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.Reduction;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.Composite;

/**
 * Every primitive by its definition, as naively as can be: double precision inside, results rounded
 * to their element type. Claims no composite. Slow, and the judge for all other backends.
 */
public final class ReferenceBackend implements Backend {
  @Override
  public String description() {
    return "naive loops in double precision, one thread";
  }

  @Override
  public BackendSession open(Execution execution) {
    return new Session();
  }

  private static final class Session implements BackendSession {
    @Override
    public Buffer allocate(DType dtype, int length) {
      return new HeapBuffer(dtype, length);
    }

    @Override
    public Compilation compile(KernelRequest request) {
      if (request instanceof SingleOperation single) {
        return single.operation() instanceof Composite
            ? new Compilation.Declined("the reference knows primitives only")
            : new Compilation.Compiled(new SingleKernel(single));
      }
      if (request instanceof ElementwiseProgram program) {
        return new Compilation.Compiled(new ProgramKernel(program));
      }
      if (request instanceof Reduction reduction) {
        return new Compilation.Compiled(new ReductionKernel(reduction));
      }
      return new Compilation.Compiled(new EpilogueKernel((Epilogue) request));
    }

    @Override
    public void close() {}
  }
}
