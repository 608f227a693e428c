package org.caracal.graph;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * A symbolic tensor: an operation applied to other tensors, with its type. Nothing is computed when
 * one is made; the tensors that lead to an output are the graph that the engine differentiates,
 * plans and runs. Immutable; equal only to itself.
 *
 * <p>Operands of arithmetic are broadcast to a common shape by the usual rule (aligned at the last
 * axis, extents equal or 1); element types must agree. Negative axes count from the end. All
 * methods throw {@link IllegalArgumentException} when types do not fit, naming operation, types and
 * what was expected.
 */
public final class Tensor {
  private final Operation operation;
  private final List<Tensor> operands;
  private final TensorType type;

  private Tensor(Operation operation, List<Tensor> operands) {
    this.operation = operation;
    this.operands = List.copyOf(operands);
    this.type = operation.infer(this.operands.stream().map(Tensor::type).toList());
  }

  /** The result of an operation. */
  public static Tensor of(Operation operation, List<Tensor> operands) {
    return new Tensor(operation, operands);
  }

  /** The result of an operation. */
  public static Tensor of(Operation operation, Tensor... operands) {
    return new Tensor(operation, List.of(operands));
  }

  /** A value given from outside. */
  public static Tensor input(String name, TensorType type) {
    return of(new Input(name, type));
  }

  /** A scalar constant. */
  public static Tensor constant(double value, DType dtype) {
    return of(new Constant(value, dtype));
  }

  /** A constant repeated to a shape. */
  public static Tensor full(double value, TensorType type) {
    return constant(value, type.dtype()).broadcast(type.shape());
  }

  /** The indices 0, 1, ... along an axis. */
  public static Tensor iota(TensorType type, int axis) {
    return of(new Iota(type, type.shape().axis(axis)));
  }

  /** The operands one after the other along an axis. */
  public static Tensor concat(int axis, List<Tensor> operands) {
    return of(new Concat(operands.get(0).shape().axis(axis)), operands);
  }

  /** What this tensor is computed by. */
  public Operation operation() {
    return operation;
  }

  /** What this tensor is computed from. */
  public List<Tensor> operands() {
    return operands;
  }

  /** Element type and shape. */
  public TensorType type() {
    return type;
  }

  /** The element type. */
  public DType dtype() {
    return type.dtype();
  }

  /** The shape. */
  public Shape shape() {
    return type.shape();
  }

  /** {@code this + other}. */
  public Tensor add(Tensor other) {
    return binary(Binary.Function.ADD, other);
  }

  /** {@code this + value}. */
  public Tensor add(double value) {
    return add(scalar(value));
  }

  /** {@code this - other}. */
  public Tensor subtract(Tensor other) {
    return binary(Binary.Function.SUBTRACT, other);
  }

  /** {@code this - value}. */
  public Tensor subtract(double value) {
    return subtract(scalar(value));
  }

  /** {@code this * other}. */
  public Tensor multiply(Tensor other) {
    return binary(Binary.Function.MULTIPLY, other);
  }

  /** {@code this * value}. */
  public Tensor multiply(double value) {
    return multiply(scalar(value));
  }

  /** {@code this / other}. */
  public Tensor divide(Tensor other) {
    return binary(Binary.Function.DIVIDE, other);
  }

  /** {@code this / value}. */
  public Tensor divide(double value) {
    return divide(scalar(value));
  }

  /** {@code this^other}. */
  public Tensor power(Tensor other) {
    return binary(Binary.Function.POWER, other);
  }

  /** {@code this^value}. */
  public Tensor power(double value) {
    return power(scalar(value));
  }

  /** The larger of the two. */
  public Tensor maximum(Tensor other) {
    return binary(Binary.Function.MAXIMUM, other);
  }

  /** The larger of the two. */
  public Tensor maximum(double value) {
    return maximum(scalar(value));
  }

  /** The smaller of the two. */
  public Tensor minimum(Tensor other) {
    return binary(Binary.Function.MINIMUM, other);
  }

  /** The smaller of the two. */
  public Tensor minimum(double value) {
    return minimum(scalar(value));
  }

  /** Logical and of {@code bool} tensors. */
  public Tensor and(Tensor other) {
    return binary(Binary.Function.AND, other);
  }

  /** Logical or of {@code bool} tensors. */
  public Tensor or(Tensor other) {
    return binary(Binary.Function.OR, other);
  }

  /** The result, {@code bool}, of a comparison. */
  public Tensor compare(Compare.Relation relation, Tensor other) {
    var common = Shape.broadcast(shape(), other.shape());
    return of(new Compare(relation), broadcast(common), other.broadcast(common));
  }

  /** The result, {@code bool}, of a comparison. */
  public Tensor compare(Compare.Relation relation, double value) {
    return compare(relation, scalar(value));
  }

  /** {@code this ? a : b} for a {@code bool} tensor. */
  public Tensor select(Tensor a, Tensor b) {
    var common = Shape.broadcast(shape(), Shape.broadcast(a.shape(), b.shape()));
    return of(new Select(), broadcast(common), a.broadcast(common), b.broadcast(common));
  }

  /** An elementwise function. */
  public Tensor unary(Unary.Function function) {
    return of(new Unary(function), this);
  }

  /** {@code -this}. */
  public Tensor negate() {
    return unary(Unary.Function.NEGATE);
  }

  /** The absolute value. */
  public Tensor abs() {
    return unary(Unary.Function.ABS);
  }

  /** -1, 0 or 1. */
  public Tensor sign() {
    return unary(Unary.Function.SIGN);
  }

  /** {@code 1 / this}. */
  public Tensor reciprocal() {
    return unary(Unary.Function.RECIPROCAL);
  }

  /** {@code this * this}. */
  public Tensor square() {
    return multiply(this);
  }

  /** The square root. */
  public Tensor sqrt() {
    return unary(Unary.Function.SQRT);
  }

  /** {@code e^this}. */
  public Tensor exp() {
    return unary(Unary.Function.EXP);
  }

  /** The natural logarithm. */
  public Tensor log() {
    return unary(Unary.Function.LOG);
  }

  /** {@code log(1 + this)}. */
  public Tensor log1p() {
    return unary(Unary.Function.LOG1P);
  }

  /** The hyperbolic tangent. */
  public Tensor tanh() {
    return unary(Unary.Function.TANH);
  }

  /** {@code 1 / (1 + e^-this)}. */
  public Tensor sigmoid() {
    return unary(Unary.Function.SIGMOID);
  }

  /** The error function. */
  public Tensor erf() {
    return unary(Unary.Function.ERF);
  }

  /** {@code max(this, 0)}. */
  public Tensor relu() {
    return maximum(0);
  }

  /** {@code log(1 + e^this)} without overflow. */
  public Tensor softplus() {
    return relu().add(abs().negate().exp().log1p());
  }

  /** {@link Softmax} along an axis. */
  public Tensor softmax(int axis) {
    return of(new Softmax(shape().axis(axis)), this);
  }

  /** {@link LogSoftmax} along an axis. */
  public Tensor logSoftmax(int axis) {
    return of(new LogSoftmax(shape().axis(axis)), this);
  }

  /** This tensor with other elements. */
  public Tensor cast(DType dtype) {
    return dtype == dtype() ? this : of(new Cast(dtype), this);
  }

  /** This tensor, through which no gradient flows. */
  public Tensor stopGradient() {
    return of(new StopGradient(), this);
  }

  /**
   * A reduction over axes (all if none is given); {@code keep} leaves them in the shape with extent
   * 1.
   */
  public Tensor reduce(Reduce.Function function, boolean keep, int... axes) {
    var actual =
        (axes.length == 0
                ? IntStream.range(0, shape().rank())
                : Arrays.stream(axes).map(shape()::axis))
            .boxed()
            .toList();
    var reduced = actual.isEmpty() ? this : of(new Reduce(function, actual), this);
    if (!keep) {
      return reduced;
    }
    var kept = shape();
    for (var axis : actual) {
      kept = kept.with(axis, 1);
    }
    return reduced.reshape(kept);
  }

  /** The sum over axes (all if none is given). */
  public Tensor sum(boolean keep, int... axes) {
    return reduce(Reduce.Function.SUM, keep, axes);
  }

  /** The arithmetic mean over axes (all if none is given). */
  public Tensor mean(boolean keep, int... axes) {
    var sum = sum(keep, axes);
    return sum.multiply(sum.shape().size() / (double) Math.max(1, shape().size()));
  }

  /** The largest element over axes (all if none is given). */
  public Tensor max(boolean keep, int... axes) {
    return reduce(Reduce.Function.MAX, keep, axes);
  }

  /**
   * The matrix product over the last two axes. Leading axes are broadcast; a matrix on the right of
   * a tensor of higher rank is applied to all its rows at once: {@code [..., M, K] x [K, N] ->
   * [..., M, N]}.
   */
  public Tensor matmul(Tensor other) {
    if (other.shape().rank() == 2 && shape().rank() > 2) {
      var rows = shape().size() / Math.max(1, shape().extent(-1));
      return reshape(rows, shape().extent(-1))
          .matmul(other)
          .reshape(shape().with(-1, other.shape().extent(-1)));
    }
    if (shape().rank() < 2 || other.shape().rank() < 2) {
      throw new IllegalArgumentException(
          "matmul needs operands of rank 2 or more, not " + type + " and " + other.type);
    }
    var leading =
        Shape.broadcast(
            shape().slice(0, shape().rank() - 2), other.shape().slice(0, other.shape().rank() - 2));
    return of(
        new MatMul(false, false),
        broadcast(leading.concat(shape().slice(shape().rank() - 2, shape().rank()))),
        other.broadcast(
            leading.concat(other.shape().slice(other.shape().rank() - 2, other.shape().rank()))));
  }

  /** The N-d convolution of this input with a kernel, see {@link Convolution}. */
  public Tensor convolve(Tensor kernel, ConvolutionGeometry geometry) {
    return of(new Convolution(geometry), this, kernel);
  }

  /** The same elements under another shape. */
  public Tensor reshape(Shape shape) {
    return shape.equals(shape()) ? this : of(new Reshape(shape), this);
  }

  /**
   * The same elements under another shape; one extent may be -1 and is computed.
   *
   * @throws IllegalArgumentException if the numbers of elements differ, or more than one extent is
   *     -1
   */
  public Tensor reshape(int... extents) {
    var open = Arrays.stream(extents).filter(extent -> extent == -1).count();
    if (open == 0) {
      return reshape(Shape.of(extents));
    }
    var known =
        Arrays.stream(extents)
            .filter(extent -> extent != -1)
            .asLongStream()
            .reduce(1, (a, b) -> a * b);
    if (open > 1 || known < 1 || shape().size() % known != 0) {
      throw new IllegalArgumentException(
          shape()
              + " cannot be reshaped to "
              + Arrays.toString(extents)
              + ": "
              + (open > 1
                  ? "only one extent may be -1"
                  : shape().size() + " elements are no multiple of " + known));
    }
    var missing = (int) (shape().size() / known);
    return reshape(
        Shape.of(Arrays.stream(extents).map(extent -> extent == -1 ? missing : extent).toArray()));
  }

  /** The axes in another order. */
  public Tensor transpose(int... permutation) {
    return of(new Transpose(Arrays.stream(permutation).map(shape()::axis).boxed().toList()), this);
  }

  /** The tensor with its last two axes exchanged. */
  public Tensor transposeMatrix() {
    var permutation = IntStream.range(0, shape().rank()).toArray();
    permutation[shape().axis(-1)] = shape().axis(-2);
    permutation[shape().axis(-2)] = shape().axis(-1);
    return transpose(permutation);
  }

  /** This tensor repeated to a larger shape. */
  public Tensor broadcast(Shape shape) {
    return shape.equals(shape()) ? this : of(new Broadcast(shape), this);
  }

  /** The elements from {@code start} to {@code end} (exclusive) along one axis. */
  public Tensor slice(int axis, int start, int end) {
    var at = shape().axis(axis);
    return of(
        new Slice(
            entries(i -> i == at ? start : 0),
            entries(i -> i == at ? end : shape().extent(i)),
            entries(i -> 1)),
        this);
  }

  /** A constant put before and after the elements along one axis. */
  public Tensor pad(int axis, int low, int high, double value) {
    var at = shape().axis(axis);
    var none = Collections.nCopies(shape().rank(), 0);
    return of(
        new Pad(entries(i -> i == at ? low : 0), entries(i -> i == at ? high : 0), none, value),
        this);
  }

  /** Slices picked by index along an axis, see {@link Gather}. */
  public Tensor gather(int axis, Tensor indices) {
    return of(new Gather(shape().axis(axis)), this, indices);
  }

  /** Elements picked by index along an axis, see {@link GatherElements}. */
  public Tensor gatherElements(int axis, Tensor indices) {
    return of(new GatherElements(shape().axis(axis)), this, indices);
  }

  /** A scalar of this tensor's element type. */
  private Tensor scalar(double value) {
    return constant(value, dtype());
  }

  private Tensor binary(Binary.Function function, Tensor other) {
    var common = Shape.broadcast(shape(), other.shape());
    return of(new Binary(function), broadcast(common), other.broadcast(common));
  }

  private List<Integer> entries(IntFunction<Integer> entry) {
    return IntStream.range(0, shape().rank()).mapToObj(entry).toList();
  }

  @Override
  public String toString() {
    return operation + " -> " + type;
  }
}
