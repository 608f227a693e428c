package org.caracal.core.reference;

import static org.caracal.core.reference.OperationCase.integers;
import static org.caracal.core.reference.OperationCase.signed;
import static org.caracal.core.reference.OperationCase.truths;
import static org.caracal.core.reference.OperationCase.unary;

import java.util.ArrayList;
import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.graph.Gather;
import org.caracal.graph.GatherElements;
import org.caracal.graph.Pad;
import org.caracal.graph.Reverse;
import org.caracal.graph.ScatterAdd;
import org.caracal.graph.ScatterAddElements;
import org.caracal.graph.Slice;
import org.caracal.graph.Tensor;

/** Cases for operations that move elements, and that pick them by index. */
final class MovementCases {
  private final List<OperationCase> cases = new ArrayList<>();

  private MovementCases() {}

  static List<OperationCase> all() {
    var all = new MovementCases();
    all.shapes();
    all.parts();
    for (var dtype : List.of(DType.INT32, DType.INT64)) {
      all.indices(dtype);
    }
    return all.cases;
  }

  private void shapes() {
    cases.add(unary("reshape", signed(3, 4), x -> x.reshape(2, 6)));
    for (var permutation : new int[][] {{1, 0, 2}, {2, 1, 0}, {0, 2, 1}, {1, 2, 0}}) {
      var name = "transpose " + permutation[0] + permutation[1] + permutation[2];
      cases.add(unary(name, signed(3, 5, 4), x -> x.transpose(permutation)));
      cases.add(unary(name + " bool", truths(3, 5, 4), x -> x.transpose(permutation)));
    }
    cases.add(unary("transpose large", signed(37, 65), x -> x.transpose(1, 0)));
    cases.add(unary("transpose heads", signed(2, 9, 3, 8), x -> x.transpose(0, 2, 1, 3)));
    cases.add(
        unary("broadcast scalar", NdArray.of(Shape.SCALAR, 0.5), x -> x.broadcast(Shape.of(3, 4))));
    cases.add(unary("broadcast rows", signed(4), x -> x.broadcast(Shape.of(2, 3, 4))));
    cases.add(unary("broadcast columns", signed(3, 1), x -> x.broadcast(Shape.of(2, 3, 4))));
    cases.add(unary("broadcast middle", signed(2, 1, 4), x -> x.broadcast(Shape.of(2, 3, 4))));
    cases.add(
        unary(
            "broadcast int64",
            integers(DType.INT64, 0, 9, 3, 1),
            x -> x.broadcast(Shape.of(2, 3, 4))));
  }

  private void parts() {
    cases.add(unary("slice", signed(5, 6), x -> x.slice(1, 2, 5)));
    cases.add(unary("slice of nothing", signed(5, 6), x -> x.slice(1, 2, 2)));
    var steps = new Slice(List.of(1, 0, 2), List.of(5, 3, 9), List.of(2, 1, 3));
    cases.add(unary("slice in steps", signed(5, 3, 10), x -> Tensor.of(steps, x)));
    cases.add(unary("slice int32", integers(DType.INT32, 0, 9, 5, 6), x -> x.slice(0, 1, 3)));
    cases.add(unary("pad", signed(3, 4), x -> x.pad(1, 2, 1, 0.5)));
    var interior = new Pad(List.of(1, 0), List.of(0, 2), List.of(1, 2), -1);
    cases.add(unary("pad between", signed(3, 4), x -> Tensor.of(interior, x)));
    cases.add(unary("pad int64", integers(DType.INT64, 0, 9, 3, 4), x -> x.pad(0, 1, 1, 7)));
    for (var axis = 0; axis < 3; axis++) {
      var at = axis;
      var second = Shape.of(2, 3, 4).with(axis, 5).toArray();
      var third = Shape.of(2, 3, 4).with(axis, 1).toArray();
      cases.add(
          new OperationCase(
              "concat " + axis,
              List.of(signed(2, 3, 4), signed(second), signed(third)),
              x -> Tensor.concat(at, x)));
    }
    cases.add(unary("reverse one", signed(4, 5), x -> Tensor.of(new Reverse(List.of(1)), x)));
    cases.add(
        unary("reverse both", signed(4, 5, 3), x -> Tensor.of(new Reverse(List.of(0, 2)), x)));
  }

  private void indices(DType dtype) {
    for (var axis = 0; axis < 3; axis++) {
      var extent = Shape.of(4, 5, 3).extent(axis);
      var indices = integers(dtype, 0, extent, 2, 3);
      var gather = new Gather(axis);
      cases.add(
          new OperationCase(
              "gather " + axis + " " + dtype,
              List.of(signed(4, 5, 3), indices),
              x -> Tensor.of(gather, x)));
      var updates =
          Shape.of(4, 5, 3)
              .slice(0, axis)
              .concat(Shape.of(2, 3))
              .concat(Shape.of(4, 5, 3).slice(axis + 1, 3));
      var scatter = new ScatterAdd(axis, extent);
      cases.add(
          new OperationCase(
              "scatter " + axis + " " + dtype,
              List.of(signed(updates.toArray()), indices),
              x -> Tensor.of(scatter, x)));
      var shape = Shape.of(4, 5, 3).with(axis, 7).toArray();
      var elements = integers(dtype, 0, extent, shape);
      var gatherElements = new GatherElements(axis);
      cases.add(
          new OperationCase(
              "gather elements " + axis + " " + dtype,
              List.of(signed(4, 5, 3), elements),
              x -> Tensor.of(gatherElements, x)));
      var scatterElements = new ScatterAddElements(axis, extent);
      cases.add(
          new OperationCase(
              "scatter elements " + axis + " " + dtype,
              List.of(signed(shape), elements),
              x -> Tensor.of(scatterElements, x)));
    }
  }
}
