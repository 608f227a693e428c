package org.caracal.core.reference;

import org.caracal.backend.Buffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.SingleOperation;

/** A kernel for one primitive. */
final class SingleKernel implements Kernel {
  private final ReferenceKernel kernel;
  private final Elements[] inputs;
  private final Elements output;

  SingleKernel(SingleOperation single) {
    kernel = ReferenceKernels.of(single.operation());
    inputs = single.inputs().stream().map(Elements::new).toArray(Elements[]::new);
    output = new Elements(single.output());
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    for (var i = 0; i < this.inputs.length; i++) {
      this.inputs[i].bind(inputs[i]);
    }
    output.bind(outputs[0]);
    kernel.run(this.inputs, output);
  }
}
