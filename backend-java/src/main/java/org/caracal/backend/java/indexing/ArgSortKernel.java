package org.caracal.backend.java.indexing;

import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.ArgSort;

/**
 * Sorts indices by their elements along an axis with a bottom-up merge sort, which keeps the order
 * of equal elements.
 */
final class ArgSortKernel implements Kernel {
  private final int sign;
  private final Elements elements;
  private final int outer;
  private final int extent;
  private final int inner;
  private final Scratch from;
  private final Scratch to;

  ArgSortKernel(ArgSort operation, TensorType input, Workspace workspace) {
    var shape = input.shape();
    var axis = shape.axis(operation.axis());
    sign = operation.descending() ? -1 : 1;
    elements = Elements.of(input.dtype());
    outer = shape.slice(0, axis).size();
    extent = shape.extent(axis);
    inner = shape.slice(axis + 1, shape.rank()).size();
    from = workspace.indexed(DType.INT32, "sorted", 0, extent);
    to = workspace.indexed(DType.INT32, "sorted", 1, extent);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    var x = ((HeapBuffer) inputs[0]).array();
    var result = ((HeapBuffer) outputs[0]).ints();
    for (var line = 0; line < outer * inner; line++) {
      var first = line / inner * extent * inner + line % inner;
      var sorted = sort(x, first);
      for (var i = 0; i < extent; i++) {
        result[first + i * inner] = sorted[i];
      }
    }
  }

  private int[] sort(Object x, int first) {
    var source = from.ints();
    var target = to.ints();
    for (var i = 0; i < extent; i++) {
      source[i] = i;
    }
    for (var width = 1; width < extent && width > 0; width *= 2) {
      for (long start = 0; start < extent; start += 2L * width) {
        var middle = (int) Math.min(extent, start + width);
        merge(
            x,
            first,
            source,
            (int) start,
            middle,
            (int) Math.min(extent, start + 2L * width),
            target);
      }
      var swap = source;
      source = target;
      target = swap;
    }
    return source;
  }

  private void merge(
      Object x, int first, int[] source, int start, int middle, int end, int[] target) {
    var left = start;
    var right = middle;
    for (var i = start; i < end; i++) {
      var takeLeft =
          right == end
              || left < middle
                  && sign
                          * elements.compare(
                              x, first + source[left] * inner, first + source[right] * inner)
                      <= 0;
      target[i] = takeLeft ? source[left++] : source[right++];
    }
  }
}
