package org.caracal.core.reference;

import static org.caracal.core.reference.OperationCase.integers;
import static org.caracal.core.reference.OperationCase.signed;
import static org.caracal.core.reference.OperationCase.truths;
import static org.caracal.core.reference.OperationCase.unary;
import static org.caracal.core.reference.OperationCase.uniform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.graph.ArgReduce;
import org.caracal.graph.ArgSort;
import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.CumulativeSum;
import org.caracal.graph.Fft;
import org.caracal.graph.LayerNormalization;
import org.caracal.graph.LayerNormalizationGradient;
import org.caracal.graph.LayerNormalizationSums;
import org.caracal.graph.MatMul;
import org.caracal.graph.RandomUniform;
import org.caracal.graph.Reduce;
import org.caracal.graph.SelfAttention;
import org.caracal.graph.SelfAttentionGradient;
import org.caracal.graph.Tensor;
import org.caracal.graph.Unary;

/**
 * Cases for every operation and every function of it, in shapes that hit vector tails, blocks and
 * single elements.
 */
public final class OperationCases {
  private final List<OperationCase> cases = new ArrayList<>();

  private OperationCases() {}

  /** All cases. */
  public static List<OperationCase> all() {
    var all = new OperationCases();
    all.sources();
    all.elementwise();
    all.comparisons();
    all.casts();
    all.reductions();
    all.scans();
    all.products();
    all.composites();
    all.normalization();
    all.attention();
    all.cases.addAll(ConvolutionCases.all());
    all.cases.addAll(MovementCases.all());
    all.cases.addAll(FusedCases.all());
    return all.cases;
  }

  private void add(String name, NdArray input, Function<Tensor, Tensor> function) {
    cases.add(unary(name, input, function));
  }

  private void add(String name, List<NdArray> inputs, Function<List<Tensor>, Tensor> function) {
    cases.add(new OperationCase(name, inputs, function));
  }

  private void sources() {
    add("input", uniform(-1, 1, 3, 2), x -> x);
    add("constant", List.of(), none -> Tensor.constant(1.5, DType.FLOAT32));
    add("stop gradient", uniform(-1, 1, 5), Tensor::stopGradient);
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64)) {
      add(
          "iota " + dtype,
          List.of(),
          none -> Tensor.iota(new TensorType(dtype, Shape.of(3, 5, 2)), 1));
    }
    var key = NdArray.of(Shape.of(2), 0x123456789ABCDEFL, 0x500000004DL);
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      var random = new RandomUniform(new TensorType(dtype, Shape.of(7, 9)), 0xFEDCBA9876543210L);
      add("random " + dtype, List.of(key), inputs -> Tensor.of(random, inputs));
    }
  }

  private void elementwise() {
    for (var function : Unary.Function.values()) {
      for (var size : new int[] {1, 37}) {
        add(
            "unary " + function + " [" + size + "]",
            domain(function, size),
            x -> x.unary(function));
      }
    }
    for (var function : List.of(Unary.Function.NEGATE, Unary.Function.ABS, Unary.Function.SIGN)) {
      add("unary " + function + " int32", integers(DType.INT32, -9, 9, 21), x -> x.unary(function));
      add("unary " + function + " int64", integers(DType.INT64, -9, 9, 21), x -> x.unary(function));
    }
    for (var function : Binary.Function.values()) {
      var logical = function == Binary.Function.AND || function == Binary.Function.OR;
      for (var size : new int[] {1, 37}) {
        var left = logical ? truths(size) : uniform(0.5, 2, size);
        var right = logical ? truths(1, size).reshape(Shape.of(size)) : signed(size);
        add(
            "binary " + function + " [" + size + "]",
            List.of(left, right),
            x -> Tensor.of(new Binary(function), x));
      }
      if (!logical && function != Binary.Function.POWER) {
        for (var dtype : List.of(DType.INT32, DType.INT64)) {
          var operands = List.of(integers(dtype, -9, 9, 21), integers(dtype, 1, 9, 21));
          add(
              "binary " + function + " " + dtype,
              operands,
              x -> Tensor.of(new Binary(function), x));
        }
      }
    }
    add("power at 0", List.of(NdArray.of(Shape.of(3), 0.0, 0.0, 2.0)), x -> x.get(0).power(3));
    add(
        "select",
        List.of(truths(4, 9), signed(4, 9), uniform(-1, 1, 4, 9)),
        x -> x.get(0).select(x.get(1), x.get(2)));
    add(
        "select int64",
        List.of(truths(21), integers(DType.INT64, -9, 9, 21), integers(DType.INT64, 9, 20, 21)),
        x -> x.get(0).select(x.get(1), x.get(2)));
  }

  private static NdArray domain(Unary.Function function, int size) {
    return switch (function) {
      case LOG, SQRT, RECIPROCAL -> uniform(0.3, 2, size);
      case LOG1P -> uniform(-0.5, 2, size);
      case NOT -> truths(size);
      default -> signed(size);
    };
  }

  private void comparisons() {
    for (var relation : Compare.Relation.values()) {
      var same = NdArray.of(Shape.of(5), 1.0, 2.0, 3.0, 4.0, 5.0);
      var other = NdArray.of(Shape.of(5), 1.5, 2.0, 2.5, 4.0, Double.NaN);
      // Finite differences would see the jump of a tie: ties are looked at in integers and without
      // a gradient.
      add(
          "compare " + relation,
          List.of(signed(37), uniform(-1, 1, 37)),
          x -> x.get(0).compare(relation, x.get(1)));
      add(
          "compare " + relation + " ties",
          List.of(same, other),
          x -> x.get(0).stopGradient().compare(relation, x.get(1).stopGradient()));
      for (var dtype : List.of(DType.INT32, DType.INT64)) {
        var operands =
            List.of(integers(dtype, 0, 3, 21), integers(dtype, 0, 3, 3, 7).reshape(Shape.of(21)));
        add(
            "compare " + relation + " " + dtype,
            operands,
            x -> x.get(0).compare(relation, x.get(1)));
      }
    }
  }

  private void casts() {
    for (var from : DType.values()) {
      for (var to : DType.values()) {
        var input =
            from.isFloating()
                ? signed(19)
                : from == DType.BOOL ? truths(19) : integers(from, -3, 4, 19);
        // Finite differences see the rounding to float32.
        var rounds = from == DType.FLOAT32 || to == DType.FLOAT32;
        add(
            "cast " + from + " to " + to,
            input,
            x -> (rounds ? x.stopGradient() : x).cast(from).cast(to));
      }
    }
    // With a large step they do not: the function is linear and the values are exact.
    cases.add(
        new OperationCase(
            "cast and back",
            List.of(integers(DType.FLOAT64, -8, 9, 6)),
            x -> x.get(0).cast(DType.FLOAT32).cast(DType.FLOAT64),
            0.25));
  }

  private void reductions() {
    for (var function : Reduce.Function.values()) {
      for (var axes : new int[][] {{}, {0}, {1}, {2}, {0, 2}, {1, 2}}) {
        add(
            "reduce " + function + " " + List.of(boxed(axes)),
            signed(3, 5, 4),
            x -> x.reduce(function, false, axes));
      }
      add(
          "reduce " + function + " long rows",
          uniform(0.9, 1.1, 3, 333),
          x -> x.reduce(function, false, 1));
      add(
          "reduce " + function + " long columns",
          uniform(0.9, 1.1, 333, 3),
          x -> x.reduce(function, false, 0));
    }
    add(
        "reduce PRODUCT with zeros",
        NdArray.of(Shape.of(2, 3), 0.0, 2.0, 3.0, 0.0, 0.0, 1.5),
        x -> x.reduce(Reduce.Function.PRODUCT, false, 1));
    add("reduce SUM int32", integers(DType.INT32, -9, 9, 4, 6), x -> x.sum(false, 0));
    add("reduce MAX int64", integers(DType.INT64, -9, 9, 4, 6), x -> x.max(false, 1));
    for (var function : ArgReduce.Function.values()) {
      for (var axis = 0; axis < 3; axis++) {
        var reduce = new ArgReduce(function, axis);
        add("arg " + reduce, signed(3, 17, 4), x -> Tensor.of(reduce, x));
      }
    }
    add(
        "arg max of ties",
        integers(DType.INT32, 0, 3, 4, 9),
        x -> Tensor.of(new ArgReduce(ArgReduce.Function.MAX, 1), x));
  }

  private static Integer[] boxed(int[] axes) {
    return Arrays.stream(axes).boxed().toArray(Integer[]::new);
  }

  private void scans() {
    for (var exclusive : new boolean[] {false, true}) {
      for (var reverse : new boolean[] {false, true}) {
        for (var axis = 0; axis < 3; axis++) {
          var sum = new CumulativeSum(axis, exclusive, reverse);
          add(sum.toString(), signed(3, 5, 4), x -> Tensor.of(sum, x));
        }
      }
    }
    for (var descending : new boolean[] {false, true}) {
      for (var axis = 0; axis < 2; axis++) {
        var sort = new ArgSort(axis, descending);
        add(sort.toString(), signed(7, 6), x -> Tensor.of(sort, x));
        add(sort + " ties", integers(DType.INT32, 0, 3, 7, 6), x -> Tensor.of(sort, x));
      }
    }
  }

  private void products() {
    for (var sizes :
        new int[][] {
          {1, 1, 1, 1},
          {1, 3, 4, 5},
          {2, 3, 4, 5},
          {1, 1, 70, 33},
          {1, 37, 1, 19},
          {1, 67, 35, 10},
          {3, 9, 17, 1}
        }) {
      for (var flags = 0; flags < 4; flags++) {
        var left = (flags & 1) != 0;
        var right = (flags & 2) != 0;
        var a = left ? signed(sizes[0], sizes[2], sizes[1]) : signed(sizes[0], sizes[1], sizes[2]);
        var b = right ? signed(sizes[0], sizes[3], sizes[2]) : signed(sizes[0], sizes[2], sizes[3]);
        add(
            "matmul " + List.of(boxed(sizes)) + (left ? " T" : " N") + (right ? "T" : "N"),
            List.of(a, b),
            x -> Tensor.of(new MatMul(left, right), x));
      }
    }
    add("matmul of matrices", List.of(signed(4, 6), signed(6, 3)), x -> x.get(0).matmul(x.get(1)));
    for (var inverse : new boolean[] {false, true}) {
      for (var n : new int[] {1, 2, 5, 8, 12}) {
        add(
            "fft " + n + (inverse ? " inverse" : ""),
            signed(3, n, 2),
            x -> Tensor.of(new Fft(inverse), x));
      }
    }
  }

  private void composites() {
    for (var axis = 0; axis < 3; axis++) {
      var at = axis;
      add("softmax " + at, signed(3, 5, 4), x -> x.softmax(at));
      add("log-softmax " + at, signed(3, 5, 4), x -> x.logSoftmax(at));
    }
    add(
        "softmax far from 0",
        NdArray.of(Shape.of(2, 3), 1000.0, 1001.0, 999.0, -1000.0, -999.0, -1001.0),
        x -> x.softmax(1));
  }

  /** Rows of one feature, of some, and of several vectors and a rest. */
  private void normalization() {
    for (var extents : new int[][] {{3, 1}, {2, 3, 5}, {19}, {2, 37}}) {
      var features = extents[extents.length - 1];
      add(
          "layer-normalization " + Arrays.toString(extents),
          List.of(signed(extents), signed(features), signed(features)),
          x -> Tensor.of(new LayerNormalization(0.1), x));
      add(
          "layer-normalization gradient " + Arrays.toString(extents),
          List.of(signed(extents), signed(features), signed(extents)),
          x -> Tensor.of(new LayerNormalizationGradient(0.1), x));
      add(
          "layer-normalization sums " + Arrays.toString(extents),
          List.of(signed(extents), signed(extents)),
          x -> Tensor.of(new LayerNormalizationSums(0.1), x));
    }
  }

  /** Sequences of one position, of several, and longer than any block; with and without axes. */
  private void attention() {
    for (var causal : new boolean[] {false, true}) {
      attention(1, causal, 3, 2);
      attention(2, causal, 2, 5, 3);
      attention(2, causal, 1, 4);
      attention(1, causal, 2, 1, 7, 2);
    }
  }

  /** Extents are those of the result with the features of one head. */
  private void attention(int heads, boolean causal, int... extents) {
    var result = Shape.of(extents).with(-1, heads * extents[extents.length - 1]).toArray();
    var projections = result.clone();
    projections[projections.length - 1] *= 3;
    add(
        "self-attention " + heads + causal + Arrays.toString(extents),
        List.of(signed(projections)),
        x -> Tensor.of(new SelfAttention(heads, causal), x));
    add(
        "self-attention gradient " + heads + causal + Arrays.toString(extents),
        List.of(signed(projections), signed(result), signed(result)),
        x -> Tensor.of(new SelfAttentionGradient(heads, causal), x));
  }
}
