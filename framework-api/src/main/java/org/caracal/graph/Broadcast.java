package org.caracal.graph;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The operand repeated to a larger shape: axes are aligned at the last one, missing axes and axes
 * of extent 1 are repeated.
 *
 * @param shape the shape of the result
 */
public record Broadcast(Shape shape) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    var source = operands.get(0).shape();
    Operands.require(
        source.rank() <= shape.rank() && Shape.broadcast(source, shape).equals(shape),
        this,
        operands,
        "the shape cannot be repeated to " + shape);
    return operands.get(0).withShape(shape);
  }
}
