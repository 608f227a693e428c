package org.caracal.core.reference;

import java.util.Arrays;
import java.util.List;
import org.caracal.array.Shape;
import org.caracal.graph.ArgReduce;
import org.caracal.graph.ArgSort;
import org.caracal.graph.CumulativeSum;
import org.caracal.graph.Reduce;

/** Primitives that combine or order elements along axes. */
final class ReductionKernels {
  private ReductionKernels() {}

  static ReferenceKernel reduce(Reduce reduce) {
    return (in, out) -> {
      var shape = in[0].type().shape();
      var sums = new double[out.size()];
      Arrays.fill(sums, start(reduce.function()));
      for (var i = 0; i < in[0].size(); i++) {
        var at = target(shape, reduce.axes(), i);
        sums[at] = combine(reduce.function(), sums[at], in[0].get(i));
      }
      for (var i = 0; i < sums.length; i++) {
        out.set(i, sums[i]);
      }
    };
  }

  private static double start(Reduce.Function function) {
    return switch (function) {
      case SUM -> 0;
      case PRODUCT -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  private static double combine(Reduce.Function function, double a, double b) {
    return switch (function) {
      case SUM -> a + b;
      case PRODUCT -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  /** The row-major index in the result of the element at a row-major index of the operand. */
  private static int target(Shape shape, List<Integer> axes, int index) {
    var target = 0;
    for (var axis = 0; axis < shape.rank(); axis++) {
      if (!axes.contains(axis)) {
        target = target * shape.extent(axis) + Indices.coordinate(shape, index, axis);
      }
    }
    return target;
  }

  static ReferenceKernel argReduce(ArgReduce reduce) {
    return (in, out) ->
        alongAxis(
            in[0].type().shape(),
            reduce.axis(),
            (start, stride, extent, line) -> {
              var best = 0;
              for (var i = 1; i < extent; i++) {
                var value = in[0].get(start + i * stride);
                var record = in[0].get(start + best * stride);
                if (reduce.function() == ArgReduce.Function.MAX ? value > record : value < record) {
                  best = i;
                }
              }
              out.set(line, best);
            });
  }

  static ReferenceKernel cumulativeSum(CumulativeSum operation) {
    return (in, out) ->
        alongAxis(
            in[0].type().shape(),
            operation.axis(),
            (start, stride, extent, line) -> {
              var sum = 0.0;
              for (var i = 0; i < extent; i++) {
                var at = start + (operation.reverse() ? extent - 1 - i : i) * stride;
                var next = sum + in[0].get(at);
                out.set(at, operation.exclusive() ? sum : next);
                sum = next;
              }
            });
  }

  static ReferenceKernel argSort(ArgSort operation) {
    return (in, out) ->
        alongAxis(
            in[0].type().shape(),
            operation.axis(),
            (start, stride, extent, line) -> {
              for (var i = 0; i < extent; i++) {
                // Insertion sort: stable, and plainly so.
                var position = i;
                while (position > 0
                    && before(
                        operation,
                        in[0],
                        start,
                        stride,
                        i,
                        (int) out.get(start + (position - 1) * stride))) {
                  out.set(start + position * stride, out.get(start + (position - 1) * stride));
                  position--;
                }
                out.set(start + position * stride, i);
              }
            });
  }

  private static boolean before(
      ArgSort operation, Elements in, int start, int stride, int a, int b) {
    var left = in.get(start + a * stride);
    var right = in.get(start + b * stride);
    return operation.descending() ? left > right : left < right;
  }

  private interface Line {
    void run(int start, int stride, int extent, int line);
  }

  /** Calls for every line of elements along an axis. */
  private static void alongAxis(Shape shape, int axis, Line action) {
    var at = shape.axis(axis);
    var inner = Indices.inner(shape, at);
    var lines = Indices.outer(shape, at) * inner;
    for (var line = 0; line < lines; line++) {
      action.run(
          line / inner * inner * shape.extent(at) + line % inner, inner, shape.extent(at), line);
    }
  }
}
