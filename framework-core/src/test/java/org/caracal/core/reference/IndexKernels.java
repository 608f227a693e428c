package org.caracal.core.reference;

import org.caracal.DataException;
import org.caracal.graph.Gather;
import org.caracal.graph.GatherElements;
import org.caracal.graph.ScatterAdd;
import org.caracal.graph.ScatterAddElements;

/** Primitives that pick, and add up, by index. */
final class IndexKernels {
  private IndexKernels() {}

  static ReferenceKernel gather(Gather gather) {
    return (in, out) -> {
      var shape = in[0].type().shape();
      var axis = shape.axis(gather.axis());
      var inner = Indices.inner(shape, axis);
      var count = in[1].size();
      for (var i = 0; i < out.size(); i++) {
        var index = index(in[1], i / inner % count, shape.extent(axis));
        out.copy(i, in[0], (i / inner / count * shape.extent(axis) + index) * inner + i % inner);
      }
    };
  }

  static ReferenceKernel scatterAdd(ScatterAdd scatter) {
    return (in, out) -> {
      var inner = Indices.inner(out.type().shape(), scatter.axis());
      var count = in[1].size();
      var sums = new double[out.size()];
      for (var i = 0; i < in[0].size(); i++) {
        var index = index(in[1], i / inner % count, scatter.extent());
        sums[(i / inner / count * scatter.extent() + index) * inner + i % inner] += in[0].get(i);
      }
      store(sums, out);
    };
  }

  static ReferenceKernel gatherElements(GatherElements gather) {
    return (in, out) -> {
      var extent = in[0].extent(gather.axis());
      for (var i = 0; i < out.size(); i++) {
        out.copy(i, in[0], moved(out, i, gather.axis(), extent, index(in[1], i, extent)));
      }
    };
  }

  static ReferenceKernel scatterAddElements(ScatterAddElements scatter) {
    return (in, out) -> {
      var sums = new double[out.size()];
      for (var i = 0; i < in[0].size(); i++) {
        sums[
                moved(
                    in[0],
                    i,
                    scatter.axis(),
                    scatter.extent(),
                    index(in[1], i, scatter.extent()))] +=
            in[0].get(i);
      }
      store(sums, out);
    };
  }

  /**
   * The row-major index of the element at {@code i} moved to another place along an axis, in a
   * shape of another extent.
   */
  private static int moved(Elements elements, int i, int axis, int extent, int place) {
    var inner = Indices.inner(elements.type().shape(), axis);
    return (i / inner / elements.extent(axis) * extent + place) * inner + i % inner;
  }

  private static int index(Elements indices, int at, int extent) {
    var index = indices.getLong(at);
    if (index < 0 || index >= extent) {
      throw new DataException(
          "index "
              + index
              + " at position "
              + at
              + " is out of range: expected 0 to "
              + (extent - 1));
    }
    return (int) index;
  }

  private static void store(double[] sums, Elements out) {
    for (var i = 0; i < sums.length; i++) {
      out.set(i, sums[i]);
    }
  }
}
