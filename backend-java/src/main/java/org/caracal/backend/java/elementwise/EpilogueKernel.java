package org.caracal.backend.java.elementwise;

import java.util.stream.IntStream;
import org.caracal.backend.Buffer;
import org.caracal.backend.Epilogue;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Runs an operation and a program on its result: on each piece of the result as soon as it is
 * computed, while it is in the cache. The result is put where an output of the program belongs, so
 * that it takes no memory of its own, unless that is also an input.
 */
public final class EpilogueKernel implements Kernel {
  private final CompiledProgram program;
  private final Producer producer;
  private final int operands;
  private final Object[] inputs;
  private final Object[] outputs;
  private final boolean[] fitting;
  private final Scratch spare;

  /** Makes a producer that finishes what it computes. */
  @FunctionalInterface
  public interface Maker {
    /** The producer. */
    Producer make(Finish finish);
  }

  /** A kernel for a request, whose program has been compiled. */
  public EpilogueKernel(
      Epilogue epilogue, CompiledProgram program, Maker maker, Workspace workspace) {
    this.program = program;
    this.producer = maker.make(program::run);
    this.operands = epilogue.producer().inputs().size();
    this.inputs = new Object[epilogue.program().inputs().size()];
    this.outputs = new Object[epilogue.outputs().size()];
    var product = epilogue.producer().output();
    fitting = new boolean[outputs.length];
    IntStream.range(0, outputs.length)
        .forEach(i -> fitting[i] = epilogue.outputs().get(i).equals(product));
    var others = epilogue.program().inputs().subList(1, inputs.length);
    var safe = epilogue.outputs().contains(product) && !others.contains(product);
    spare = workspace.shared(product.dtype(), "product", safe ? 0 : product.shape().size());
  }

  @Override
  public void run(Buffer[] in, Buffer[] out) {
    for (var i = 1; i < inputs.length; i++) {
      inputs[i] = ((HeapBuffer) in[operands + i - 1]).array();
    }
    for (var i = 0; i < outputs.length; i++) {
      outputs[i] = ((HeapBuffer) out[i]).array();
    }
    inputs[0] = place();
    if (program.length() > 0) {
      program.bind(inputs, outputs);
      producer.run(((HeapBuffer) in[0]).array(), ((HeapBuffer) in[1]).array(), inputs[0]);
    }
  }

  private Object place() {
    for (var i = 0; i < outputs.length; i++) {
      if (fitting[i] && !isInput(outputs[i])) {
        return outputs[i];
      }
    }
    return spare.array();
  }

  private boolean isInput(Object array) {
    for (var i = 1; i < inputs.length; i++) {
      if (inputs[i] == array) {
        return true;
      }
    }
    return false;
  }
}
