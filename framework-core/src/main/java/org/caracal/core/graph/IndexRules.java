package org.caracal.core.graph;

import org.caracal.graph.Gather;
import org.caracal.graph.GatherElements;
import org.caracal.graph.ScatterAdd;
import org.caracal.graph.ScatterAddElements;
import org.caracal.graph.Tensor;

/** Derivatives of picking and adding up by index: each is the other's adjoint. */
final class IndexRules {
  private IndexRules() {}

  static Tensor gather(Gather operation, Tensor result, Tensor gradient, int operand) {
    var source = result.operands().get(0).shape();
    var axis = source.axis(operation.axis());
    return Tensor.of(new ScatterAdd(axis, source.extent(axis)), gradient, indices(result));
  }

  static Tensor scatterAdd(ScatterAdd operation, Tensor result, Tensor gradient, int operand) {
    return Tensor.of(new Gather(operation.axis()), gradient, indices(result));
  }

  static Tensor gatherElements(
      GatherElements operation, Tensor result, Tensor gradient, int operand) {
    var extent = result.operands().get(0).shape().extent(operation.axis());
    return Tensor.of(new ScatterAddElements(operation.axis(), extent), gradient, indices(result));
  }

  static Tensor scatterAddElements(
      ScatterAddElements operation, Tensor result, Tensor gradient, int operand) {
    return Tensor.of(new GatherElements(operation.axis()), gradient, indices(result));
  }

  private static Tensor indices(Tensor result) {
    return result.operands().get(1);
  }
}
