package org.caracal.core.reference;

import java.util.ArrayList;
import java.util.List;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.Broadcast;
import org.caracal.graph.Constant;

/**
 * A fused program, run one step after the other over whole registers, each rounded to its element
 * type.
 */
final class ProgramKernel implements Kernel {
  private final ElementwiseProgram program;
  private final List<Kernel> loads = new ArrayList<>();
  private final List<Kernel> steps = new ArrayList<>();
  private final List<Buffer> registers = new ArrayList<>();
  private final Buffer[] source = new Buffer[1];
  private final Buffer[][] sources;
  private final Buffer[][] targets;

  ProgramKernel(ElementwiseProgram program) {
    this.program = program;
    for (var input : program.inputs()) {
      loads.add(
          new SingleKernel(new SingleOperation(new Broadcast(program.shape()), List.of(input))));
      registers.add(new HeapBuffer(input.dtype(), program.shape().size()));
    }
    sources = new Buffer[program.steps().size()][];
    targets = new Buffer[program.inputs().size() + program.steps().size()][];
    for (var i = 0; i < program.steps().size(); i++) {
      var step = program.steps().get(i);
      registers.add(new HeapBuffer(step.dtype(), program.shape().size()));
      steps.add(step.operation() instanceof Constant constant ? fill(constant) : kernel(step));
      sources[i] = step.operands().stream().map(registers::get).toArray(Buffer[]::new);
    }
    for (var i = 0; i < targets.length; i++) {
      targets[i] = new Buffer[] {registers.get(i)};
    }
  }

  private Kernel kernel(ElementwiseProgram.Step step) {
    var types =
        step.operands().stream()
            .map(register -> new TensorType(program.dtype(register), program.shape()))
            .toList();
    var single = new SingleOperation(step.operation(), types);
    if (single.output().dtype() != step.dtype()) {
      throw new IllegalArgumentException(step + " yields " + single.output().dtype());
    }
    return new SingleKernel(single);
  }

  private Kernel fill(Constant constant) {
    var output = new Elements(new TensorType(constant.dtype(), program.shape()));
    return (inputs, outputs) -> {
      output.bind(outputs[0]);
      for (var i = 0; i < output.size(); i++) {
        output.set(i, constant.value());
      }
    };
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    for (var i = 0; i < inputs.length; i++) {
      source[0] = inputs[i];
      loads.get(i).run(source, targets[i]);
    }
    for (var i = 0; i < steps.size(); i++) {
      steps.get(i).run(sources[i], targets[inputs.length + i]);
    }
    for (var i = 0; i < outputs.length; i++) {
      var register = (HeapBuffer) registers.get(program.results().get(i));
      System.arraycopy(
          register.array(), 0, ((HeapBuffer) outputs[i]).array(), 0, program.shape().size());
    }
  }
}
