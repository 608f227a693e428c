package org.caracal.core.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.graph.Tensor;

/**
 * One operation on some inputs, as a test of backends and of derivatives.
 *
 * @param name what is tested
 * @param inputs values of the inputs; those of floating type are differentiated
 * @param function the operation: its result's last operation is what the case covers
 * @param epsilon the step of finite differences
 */
public record OperationCase(
    String name, List<NdArray> inputs, Function<List<Tensor>, Tensor> function, double epsilon) {

  OperationCase(String name, List<NdArray> inputs, Function<List<Tensor>, Tensor> function) {
    this(name, inputs, function, 1e-6);
  }

  /** An operation on one input. */
  static OperationCase unary(String name, NdArray input, Function<Tensor, Tensor> function) {
    return new OperationCase(name, List.of(input), tensors -> function.apply(tensors.get(0)));
  }

  /** Symbolic inputs for the values. */
  public List<Tensor> tensors() {
    var tensors = new ArrayList<Tensor>();
    for (var input : inputs) {
      tensors.add(Tensor.input("x" + tensors.size(), input.type()));
    }
    return tensors;
  }

  /** The same operation with floating inputs of another type. */
  OperationCase as(DType dtype) {
    return new OperationCase(
        name, inputs.stream().map(input -> convert(input, dtype)).toList(), function, epsilon);
  }

  private static NdArray convert(NdArray array, DType dtype) {
    if (!array.dtype().isFloating()) {
      return array;
    }
    var converted = NdArray.zeros(new TensorType(dtype, array.shape()));
    for (var i = 0; i < array.size(); i++) {
      converted.setDouble(i, array.getDouble(i));
    }
    return converted;
  }

  /** Uniform random numbers; the same ones for the same bounds and shape. */
  static NdArray uniform(double low, double high, int... extents) {
    var array = NdArray.zeros(new TensorType(DType.FLOAT64, Shape.of(extents)));
    var random = new Random(31 * array.shape().hashCode() + Double.hashCode(low));
    for (var i = 0; i < array.size(); i++) {
      array.setDouble(i, low + (high - low) * random.nextDouble());
    }
    return array;
  }

  /** Random numbers of both signs that stay away from 0. */
  static NdArray signed(int... extents) {
    var array = uniform(0.2, 2, extents);
    var random = new Random(5);
    for (var i = 0; i < array.size(); i++) {
      array.setDouble(i, random.nextBoolean() ? array.getDouble(i) : -array.getDouble(i));
    }
    return array;
  }

  /** Random integers in [low, high). */
  static NdArray integers(DType dtype, int low, int high, int... extents) {
    var array = NdArray.zeros(new TensorType(dtype, Shape.of(extents)));
    var random = new Random(array.shape().hashCode());
    for (var i = 0; i < array.size(); i++) {
      array.setDouble(i, low + random.nextInt(high - low));
    }
    return array;
  }

  /** Random truth values. */
  static NdArray truths(int... extents) {
    return integers(DType.BOOL, 0, 2, extents);
  }

  @Override
  public String toString() {
    return name;
  }
}
