package org.caracal.backend.java.elementwise;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/** Runs a program over its whole iteration shape. */
public final class ElementwiseKernel implements Kernel {
  private final CompiledProgram program;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition blocks;
  private final Object[] inputs;
  private final Object[] outputs;

  /** A kernel for a program with so many inputs and outputs. */
  public ElementwiseKernel(CompiledProgram program, ThreadPool pool, int inputs, int outputs) {
    this.program = program;
    this.pool = pool;
    this.inputs = new Object[inputs];
    this.outputs = new Object[outputs];
    var count = (program.length() + CompiledProgram.BLOCK - 1) / CompiledProgram.BLOCK;
    this.blocks = Partition.of(pool, count, (program.nanosPerElement() + 0.1) * program.length());
  }

  @Override
  public void run(Buffer[] in, Buffer[] out) {
    for (var i = 0; i < inputs.length; i++) {
      inputs[i] = ((HeapBuffer) in[i]).array();
    }
    for (var i = 0; i < outputs.length; i++) {
      outputs[i] = ((HeapBuffer) out[i]).array();
    }
    if (program.length() > 0) {
      program.bind(inputs, outputs);
      pool.run(blocks.chunks(), task);
    }
  }

  private void chunk(int chunk, int worker) {
    var start = blocks.start(chunk) * CompiledProgram.BLOCK;
    var end = Math.min(program.length(), blocks.end(chunk) * CompiledProgram.BLOCK);
    program.run(worker, start, end - start);
  }
}
