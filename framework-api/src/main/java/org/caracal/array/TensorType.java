package org.caracal.array;

/**
 * Element type and shape of a tensor, an array or a buffer.
 *
 * @param dtype element type
 * @param shape shape
 */
public record TensorType(DType dtype, Shape shape) {
  /** The type of a {@code float32} tensor of this shape. */
  public static TensorType float32(int... extents) {
    return new TensorType(DType.FLOAT32, Shape.of(extents));
  }

  /** The type with the same elements and another shape. */
  public TensorType withShape(Shape other) {
    return new TensorType(dtype, other);
  }

  /** The type with the same shape and other elements. */
  public TensorType withDType(DType other) {
    return new TensorType(other, shape);
  }

  @Override
  public String toString() {
    return dtype + shape.toString();
  }
}
