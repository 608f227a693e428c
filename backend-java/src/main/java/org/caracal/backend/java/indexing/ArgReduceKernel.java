package org.caracal.backend.java.indexing;

import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.graph.ArgReduce;

/**
 * Finds the first largest or smallest element along an axis; the first that is not a number, if
 * there is one.
 */
final class ArgReduceKernel implements Kernel {
  private final int sign;
  private final Elements elements;
  private final int outer;
  private final int extent;
  private final int inner;

  ArgReduceKernel(ArgReduce operation, TensorType input) {
    var shape = input.shape();
    var axis = shape.axis(operation.axis());
    sign = operation.function() == ArgReduce.Function.MAX ? 1 : -1;
    elements = Elements.of(input.dtype());
    outer = shape.slice(0, axis).size();
    extent = shape.extent(axis);
    inner = shape.slice(axis + 1, shape.rank()).size();
    if (extent == 0 && outer * inner > 0) {
      throw new IllegalArgumentException(operation + " over no elements is not defined");
    }
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    var x = ((HeapBuffer) inputs[0]).array();
    var result = ((HeapBuffer) outputs[0]).ints();
    for (var line = 0; line < outer * inner; line++) {
      var first = line / inner * extent * inner + line % inner;
      var best = 0;
      for (var i = 1; i < extent && !elements.isNaN(x, first + best * inner); i++) {
        var at = first + i * inner;
        if (elements.isNaN(x, at) || sign * elements.compare(x, at, first + best * inner) > 0) {
          best = i;
        }
      }
      result[line] = best;
    }
  }
}
