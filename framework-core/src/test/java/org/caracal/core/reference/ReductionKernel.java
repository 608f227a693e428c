package org.caracal.core.reference;

import java.util.ArrayList;
import java.util.List;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.Reduction;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.Reduce;

/** A program, and then reductions of its last results. */
final class ReductionKernel implements Kernel {
  private final ProgramKernel program;
  private final List<Kernel> reductions = new ArrayList<>();
  private final Buffer[] results;
  private final Buffer[] source = new Buffer[1];
  private final Buffer[] target = new Buffer[1];

  ReductionKernel(Reduction reduction) {
    program = new ProgramKernel(reduction.program());
    var types = reduction.program().outputs();
    results = new Buffer[types.size()];
    for (var i = 0; i < reduction.functions().size(); i++) {
      var type = types.get(reduction.stored() + i);
      results[reduction.stored() + i] = new HeapBuffer(type.dtype(), type.shape().size());
      reductions.add(
          new SingleKernel(
              new SingleOperation(
                  new Reduce(reduction.functions().get(i), reduction.axes()), List.of(type))));
    }
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    var stored = results.length - reductions.size();
    System.arraycopy(outputs, 0, results, 0, stored);
    program.run(inputs, results);
    for (var i = 0; i < reductions.size(); i++) {
      source[0] = results[stored + i];
      target[0] = outputs[stored + i];
      reductions.get(i).run(source, target);
    }
  }
}
