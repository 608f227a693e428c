package org.caracal.core.reference;

import org.caracal.graph.Concat;
import org.caracal.graph.Iota;
import org.caracal.graph.Pad;
import org.caracal.graph.Reverse;
import org.caracal.graph.Slice;
import org.caracal.graph.Transpose;

/** Primitives that move elements without computing with them. */
final class MovementKernels {
  private MovementKernels() {}

  static ReferenceKernel iota(Iota iota) {
    return (in, out) -> {
      for (var i = 0; i < out.size(); i++) {
        out.set(i, Indices.coordinate(out.type().shape(), i, out.type().shape().axis(iota.axis())));
      }
    };
  }

  static ReferenceKernel transpose(Transpose transpose) {
    return (in, out) -> {
      var strides = in[0].type().shape().strides();
      for (var i = 0; i < out.size(); i++) {
        var from = 0;
        for (var axis = 0; axis < strides.length; axis++) {
          from +=
              Indices.coordinate(out.type().shape(), i, axis)
                  * strides[transpose.permutation().get(axis)];
        }
        out.copy(i, in[0], from);
      }
    };
  }

  static void broadcast(Elements[] in, Elements out) {
    var source = in[0].type().shape();
    var target = out.type().shape();
    var strides = source.strides();
    var added = target.rank() - source.rank();
    for (var i = 0; i < out.size(); i++) {
      var from = 0;
      for (var axis = 0; axis < source.rank(); axis++) {
        if (source.extent(axis) > 1) {
          from += Indices.coordinate(target, i, axis + added) * strides[axis];
        }
      }
      out.copy(i, in[0], from);
    }
  }

  static ReferenceKernel slice(Slice slice) {
    return (in, out) -> {
      var strides = in[0].type().shape().strides();
      for (var i = 0; i < out.size(); i++) {
        var from = 0;
        for (var axis = 0; axis < strides.length; axis++) {
          var place = Indices.coordinate(out.type().shape(), i, axis) * slice.step().get(axis);
          from += (slice.start().get(axis) + place) * strides[axis];
        }
        out.copy(i, in[0], from);
      }
    };
  }

  static ReferenceKernel pad(Pad pad) {
    return (in, out) -> {
      var source = in[0].type().shape();
      var strides = out.type().shape().strides();
      for (var i = 0; i < out.size(); i++) {
        out.set(i, pad.value());
      }
      for (var i = 0; i < in[0].size(); i++) {
        var to = 0;
        for (var axis = 0; axis < strides.length; axis++) {
          var place = Indices.coordinate(source, i, axis) * (pad.interior().get(axis) + 1);
          to += (pad.low().get(axis) + place) * strides[axis];
        }
        out.copy(to, in[0], i);
      }
    };
  }

  static ReferenceKernel concat(Concat concat) {
    return (in, out) -> {
      var shape = out.type().shape();
      var axis = shape.axis(concat.axis());
      var inner = Indices.inner(shape, axis);
      var start = 0;
      for (var operand : in) {
        var extent = operand.extent(axis);
        for (var i = 0; i < operand.size(); i++) {
          var block = i / inner / extent;
          out.copy(
              block * shape.extent(axis) * inner + start * inner + i % (extent * inner),
              operand,
              i);
        }
        start += extent;
      }
    };
  }

  static ReferenceKernel reverse(Reverse reverse) {
    return (in, out) -> {
      var shape = out.type().shape();
      var strides = shape.strides();
      var axes = reverse.axes().stream().map(shape::axis).toList();
      for (var i = 0; i < out.size(); i++) {
        var from = 0;
        for (var axis = 0; axis < strides.length; axis++) {
          var place = Indices.coordinate(shape, i, axis);
          from += (axes.contains(axis) ? shape.extent(axis) - 1 - place : place) * strides[axis];
        }
        out.copy(i, in[0], from);
      }
    };
  }
}
