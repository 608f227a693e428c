package org.caracal.backend.java.elementwise;

import java.util.stream.IntStream;
import org.caracal.backend.Buffer;
import org.caracal.backend.Epilogue;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.Receiver;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Runs an operation and a program on its result: on each piece of the result as soon as it is
 * computed, while it is in the cache. The result is put where an output of the program belongs, so
 * that it takes no memory of its own, unless that is also an input. Or it is stored nowhere, if the
 * operation can pass its pieces on.
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

  /** Makes a producer that passes on what it computes. */
  @FunctionalInterface
  public interface PassingMaker {
    /** The producer, which stores no result. */
    Producer make(Receiver receiver);
  }

  /** A kernel for a request, whose program has been compiled. */
  public EpilogueKernel(
      Epilogue epilogue, CompiledProgram program, Maker maker, Workspace workspace) {
    this(
        epilogue,
        program,
        maker.make(program::run),
        workspace.shared(
            epilogue.producer().output().dtype(),
            "product",
            hasPlace(epilogue) ? 0 : epilogue.producer().output().shape().size()));
  }

  /** The same if the program is given the pieces of the operation's result. */
  public EpilogueKernel(
      Epilogue epilogue, CompiledProgram program, PassingMaker maker, Workspace workspace) {
    this(
        epilogue,
        program,
        maker.make(program::run),
        workspace.shared(epilogue.producer().output().dtype(), "product", 0));
  }

  private EpilogueKernel(
      Epilogue epilogue, CompiledProgram program, Producer producer, Scratch spare) {
    this.program = program;
    this.producer = producer;
    this.spare = spare;
    this.operands = epilogue.producer().inputs().size();
    this.inputs = new Object[epilogue.program().inputs().size()];
    this.outputs = new Object[epilogue.outputs().size()];
    var product = epilogue.producer().output();
    fitting = new boolean[outputs.length];
    IntStream.range(0, outputs.length)
        .forEach(i -> fitting[i] = epilogue.outputs().get(i).equals(product));
  }

  /** Whether there is always an output of the program where the operation's result can stand. */
  public static boolean hasPlace(Epilogue epilogue) {
    var product = epilogue.producer().output();
    var inputs = epilogue.program().inputs();
    return epilogue.outputs().contains(product)
        && !inputs.subList(1, inputs.size()).contains(product);
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
