package org.caracal.core.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.SingleOperation;
import org.caracal.core.graph.Graphs;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.Composite;
import org.caracal.graph.Input;
import org.caracal.graph.Reshape;
import org.caracal.graph.StopGradient;
import org.caracal.graph.Tensor;

/** Computes tensors one by one, each in a buffer of its own: what a plan must agree with. */
final class NaiveRun {
  private final Map<Tensor, Buffer> values = new HashMap<>();

  NaiveRun(List<Tensor> roots, Map<Tensor, Buffer> inputs) {
    values.putAll(inputs);
    compute(roots);
  }

  float[] value(Tensor tensor) {
    var read = new float[tensor.shape().size()];
    values.get(tensor).read(read);
    return read;
  }

  private void compute(List<Tensor> roots) {
    for (var tensor : Graphs.topologicalOrder(roots, values.keySet())) {
      if (!values.containsKey(tensor)) {
        values.put(tensor, compute(tensor));
      }
    }
  }

  private Buffer compute(Tensor tensor) {
    var operation = tensor.operation();
    if (operation instanceof Input) {
      throw new IllegalArgumentException(tensor + " has no value");
    }
    if (operation instanceof Reshape || operation instanceof StopGradient) {
      return values.get(tensor.operands().get(0));
    }
    if (operation instanceof Composite composite) {
      var decomposed = composite.decompose(tensor.operands());
      compute(List.of(decomposed));
      return values.get(decomposed);
    }
    var request =
        new SingleOperation(operation, tensor.operands().stream().map(Tensor::type).toList());
    try (var session = new ReferenceBackend().open(new Execution(1))) {
      var output = new HeapBuffer(tensor.dtype(), tensor.shape().size());
      var inputs = tensor.operands().stream().map(values::get).toArray(Buffer[]::new);
      ((Compilation.Compiled) session.compile(request)).kernel().run(inputs, new Buffer[] {output});
      return output;
    }
  }
}
