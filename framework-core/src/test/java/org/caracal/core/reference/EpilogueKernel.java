package org.caracal.core.reference;

import org.caracal.backend.Buffer;
import org.caracal.backend.Epilogue;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;

/** An operation, and then a program over its result. */
final class EpilogueKernel implements Kernel {
  private final SingleKernel producer;
  private final ProgramKernel program;
  private final Buffer[] producerInputs;
  private final Buffer[] produced;
  private final Buffer[] programInputs;

  EpilogueKernel(Epilogue epilogue) {
    producer = new SingleKernel(epilogue.producer());
    program = new ProgramKernel(epilogue.program());
    producerInputs = new Buffer[epilogue.producer().inputs().size()];
    programInputs = new Buffer[epilogue.program().inputs().size()];
    var output = epilogue.producer().output();
    produced = new Buffer[] {new HeapBuffer(output.dtype(), output.shape().size())};
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    System.arraycopy(inputs, 0, producerInputs, 0, producerInputs.length);
    producer.run(producerInputs, produced);
    programInputs[0] = produced[0];
    System.arraycopy(inputs, producerInputs.length, programInputs, 1, programInputs.length - 1);
    program.run(programInputs, outputs);
  }
}
