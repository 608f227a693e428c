package org.caracal.backend.java;

import static org.caracal.array.DType.BOOL;
import static org.caracal.array.DType.FLOAT32;
import static org.caracal.array.DType.FLOAT64;
import static org.caracal.array.DType.INT32;
import static org.caracal.array.DType.INT64;

import java.util.ArrayList;
import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.graph.ArgReduce;
import org.caracal.graph.ArgSort;
import org.caracal.graph.Binary;
import org.caracal.graph.Broadcast;
import org.caracal.graph.Cast;
import org.caracal.graph.Compare;
import org.caracal.graph.Concat;
import org.caracal.graph.Constant;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionGeometry;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;
import org.caracal.graph.CumulativeSum;
import org.caracal.graph.Fft;
import org.caracal.graph.Gather;
import org.caracal.graph.GatherElements;
import org.caracal.graph.Iota;
import org.caracal.graph.MatMul;
import org.caracal.graph.Operation;
import org.caracal.graph.Pad;
import org.caracal.graph.RandomUniform;
import org.caracal.graph.Reduce;
import org.caracal.graph.Reverse;
import org.caracal.graph.ScatterAdd;
import org.caracal.graph.ScatterAddElements;
import org.caracal.graph.Select;
import org.caracal.graph.Slice;
import org.caracal.graph.Transpose;
import org.caracal.graph.Unary;
import org.caracal.graph.WindowArgMax;
import org.caracal.graph.WindowGeometry;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.caracal.graph.WindowSum;
import org.caracal.graph.WindowSumGradient;

/**
 * Every primitive in every element type, on shapes chosen to be awkward: odd, empty, of one
 * element, larger than a block.
 */
final class OperationCases {
  private static final List<DType> NUMBERS = List.of(FLOAT32, FLOAT64, INT32, INT64);
  private static final List<DType> FLOATING = List.of(FLOAT32, FLOAT64);

  private final List<KernelCase> cases = new ArrayList<>();

  static List<KernelCase> all() {
    var cases = new OperationCases();
    cases.elementwise();
    cases.movement();
    cases.reductions();
    cases.indexing();
    cases.products();
    cases.convolutions();
    cases.windows();
    cases.others();
    return cases.cases;
  }

  private void add(Operation operation, TensorType... types) {
    add(operation, 5, types);
  }

  private void add(Operation operation, int extent, TensorType... types) {
    cases.add(KernelCase.of(operation, extent, types));
  }

  private static TensorType type(DType dtype, int... extents) {
    return new TensorType(dtype, Shape.of(extents));
  }

  private static List<TensorType> shapes(DType dtype) {
    return List.of(
        type(dtype),
        type(dtype, 0),
        type(dtype, 1),
        type(dtype, 7),
        type(dtype, 3, 5, 9),
        type(dtype, 511),
        type(dtype, 33, 1023));
  }

  private void elementwise() {
    for (var dtype : DType.values()) {
      for (var type : shapes(dtype)) {
        for (var function : Unary.Function.values()) {
          if (fits(function, dtype)) {
            add(new Unary(function), type);
          }
        }
        for (var function : Binary.Function.values()) {
          var logical = function == Binary.Function.AND || function == Binary.Function.OR;
          var floatingOnly =
              function == Binary.Function.POWER || function == Binary.Function.DIVIDE;
          if (logical == (dtype == BOOL) && (!floatingOnly || dtype.isFloating())) {
            add(new Binary(function), type, type);
          }
        }
        for (var relation : Compare.Relation.values()) {
          add(new Compare(relation), type, type);
        }
        add(new Select(), type.withDType(BOOL), type, type);
        for (var to : DType.values()) {
          add(new Cast(to), type);
        }
      }
      add(new Constant(1, dtype));
    }
  }

  private static boolean fits(Unary.Function function, DType dtype) {
    return switch (function) {
      case NOT -> dtype == BOOL;
      case NEGATE, ABS, SIGN -> dtype != BOOL;
      default -> dtype.isFloating();
    };
  }

  private void movement() {
    for (var dtype : DType.values()) {
      add(new Transpose(List.of()), type(dtype));
      add(new Transpose(List.of(1, 0)), type(dtype, 5, 7));
      add(new Transpose(List.of(1, 0)), type(dtype, 257, 131));
      add(new Transpose(List.of(2, 0, 1)), type(dtype, 4, 5, 6));
      add(new Transpose(List.of(0, 2, 1, 3)), type(dtype, 3, 4, 5, 8));
      add(new Transpose(List.of(3, 2, 1, 0)), type(dtype, 3, 1, 5, 8));
      add(new Broadcast(Shape.of(3, 4)), type(dtype));
      add(new Broadcast(Shape.of(3, 4)), type(dtype, 4));
      add(new Broadcast(Shape.of(300, 400)), type(dtype, 300, 1));
      add(new Broadcast(Shape.of(2, 3, 4, 5)), type(dtype, 3, 1, 5));
      add(new Broadcast(Shape.of(2, 0)), type(dtype, 2, 1));
      add(new Slice(List.of(1, 0), List.of(4, 7), List.of(1, 1)), type(dtype, 5, 7));
      add(new Slice(List.of(1, 2, 0), List.of(5, 7, 9), List.of(3, 2, 4)), type(dtype, 5, 7, 9));
      add(new Slice(List.of(2), List.of(2), List.of(1)), type(dtype, 5));
      add(new Reverse(List.of(0)), type(dtype, 5, 7));
      add(new Reverse(List.of(0, 2)), type(dtype, 5, 7, 40));
      add(new Pad(List.of(1, 2), List.of(0, 3), List.of(0, 0), 1), type(dtype, 5, 7));
      add(new Pad(List.of(1, 0), List.of(0, 3), List.of(2, 1), 0), type(dtype, 5, 7));
      add(
          new Concat(1),
          type(dtype, 5, 7),
          type(dtype, 5, 1),
          type(dtype, 5, 0),
          type(dtype, 5, 30));
      add(new Concat(0), type(dtype, 2, 3, 4), type(dtype, 1, 3, 4));
      add(new Iota(type(dtype, 3, 4, 5), 1));
    }
  }

  private void reductions() {
    for (var dtype : NUMBERS) {
      for (var function : Reduce.Function.values()) {
        add(new Reduce(function, List.of(0)), 3, type(dtype, 7));
        add(new Reduce(function, List.of(0)), 3, type(dtype, 1));
        add(new Reduce(function, List.of()), 3, type(dtype, 4, 3));
        add(new Reduce(function, List.of()), 3, type(dtype));
        add(new Reduce(function, List.of(0)), 3, type(dtype, 4, 3));
        add(new Reduce(function, List.of(1)), 3, type(dtype, 4, 37));
        add(new Reduce(function, List.of(0, 2)), 3, type(dtype, 2, 3, 5));
        add(new Reduce(function, List.of(1)), 3, type(dtype, 2, 3, 5));
        add(new Reduce(function, List.of(0, 2, 3)), 3, type(dtype, 3, 5, 2, 1));
        add(new Reduce(function, List.of(0, 1)), 3, type(dtype, 2, 3));
      }
      for (var function : List.of(Reduce.Function.SUM, Reduce.Function.MAX, Reduce.Function.MIN)) {
        add(new Reduce(function, List.of(0)), type(dtype, 300_000));
        add(new Reduce(function, List.of(0)), type(dtype, 20_000, 10));
        add(new Reduce(function, List.of(1)), type(dtype, 900, 301));
        add(new Reduce(function, List.of(0, 2, 3)), type(dtype, 16, 6, 40, 40));
        add(new Reduce(function, List.of(1)), type(dtype, 3, 100, 1500));
      }
      add(new Reduce(Reduce.Function.SUM, List.of(0)), type(dtype, 0, 3));
      add(new Reduce(Reduce.Function.PRODUCT, List.of(1)), type(dtype, 4, 0));
      for (var exclusive : List.of(true, false)) {
        for (var reverse : List.of(true, false)) {
          add(new CumulativeSum(1, exclusive, reverse), type(dtype, 3, 7, 2));
          add(new CumulativeSum(0, exclusive, reverse), type(dtype, 9));
        }
      }
    }
    for (var dtype : NUMBERS) {
      for (var function : ArgReduce.Function.values()) {
        add(new ArgReduce(function, 0), type(dtype, 9));
        add(new ArgReduce(function, 1), type(dtype, 3, 7, 2));
        add(new ArgReduce(function, 2), type(dtype, 3, 2, 10));
      }
    }
    for (var dtype : DType.values()) {
      for (var descending : List.of(true, false)) {
        add(new ArgSort(0, descending), type(dtype, 100));
        add(new ArgSort(1, descending), type(dtype, 3, 17, 2));
        add(new ArgSort(0, descending), type(dtype, 1));
        add(new ArgSort(0, descending), type(dtype, 0));
      }
    }
  }

  private void indexing() {
    for (var index : List.of(INT32, INT64)) {
      for (var dtype : DType.values()) {
        add(new Gather(0), type(dtype, 5, 3), type(index, 4));
        add(new Gather(1), type(dtype, 2, 5, 3), type(index, 4, 2));
        add(new Gather(0), type(dtype, 5), type(index));
        add(new GatherElements(1), type(dtype, 4, 5), type(index, 4, 1));
        add(new GatherElements(1), type(dtype, 4, 5, 3), type(index, 4, 7, 3));
      }
      for (var dtype : NUMBERS) {
        add(new ScatterAdd(0, 5), type(dtype, 9, 3), type(index, 9));
        add(new ScatterAdd(1, 5), type(dtype, 2, 4, 2, 3), type(index, 4, 2));
        add(new ScatterAdd(0, 5), type(dtype, 3000, 130), type(index, 3000));
        add(new ScatterAddElements(1, 5), type(dtype, 4, 9), type(index, 4, 9));
        add(new ScatterAddElements(0, 5), type(dtype, 9, 4), type(index, 9, 4));
      }
    }
  }

  private void products() {
    for (var dtype : FLOATING) {
      for (var left : List.of(true, false)) {
        for (var right : List.of(true, false)) {
          for (var mnk :
              List.of(
                  new int[] {1, 1, 1},
                  new int[] {5, 7, 3},
                  new int[] {1, 33, 65},
                  new int[] {33, 1, 65},
                  new int[] {6, 16, 1},
                  new int[] {13, 10, 37},
                  new int[] {64, 64, 64},
                  new int[] {65, 129, 600},
                  new int[] {3, 4, 0},
                  new int[] {0, 4, 3})) {
            product(dtype, left, right, mnk[0], mnk[1], mnk[2]);
            product(dtype, left, right, mnk[0], mnk[1], mnk[2], 2, 3);
          }
        }
      }
    }
  }

  private void product(
      DType dtype, boolean left, boolean right, int m, int n, int k, int... batch) {
    var leading = Shape.of(batch);
    var a = leading.concat(left ? Shape.of(k, m) : Shape.of(m, k));
    var b = leading.concat(right ? Shape.of(n, k) : Shape.of(k, n));
    add(new MatMul(left, right), new TensorType(dtype, a), new TensorType(dtype, b));
  }

  private void convolutions() {
    for (var dtype : FLOATING) {
      convolution(dtype, geometry(1, 1, 0, 1, 1, 1), Shape.of(2, 3, 9), Shape.of(4, 3, 3));
      convolution(dtype, geometry(1, 2, 2, 0, 2, 1), Shape.of(2, 3, 11), Shape.of(4, 3, 3));
      convolution(dtype, geometry(2, 1, 0, 0, 1, 1), Shape.of(2, 3, 6, 7), Shape.of(5, 3, 1, 1));
      convolution(dtype, geometry(2, 1, 1, 1, 1, 1), Shape.of(2, 3, 6, 7), Shape.of(5, 3, 3, 3));
      convolution(dtype, geometry(2, 1, 2, 2, 1, 1), Shape.of(3, 1, 14, 14), Shape.of(8, 1, 5, 5));
      convolution(dtype, geometry(2, 2, 1, 1, 1, 1), Shape.of(2, 4, 9, 8), Shape.of(6, 4, 3, 2));
      convolution(dtype, geometry(2, 3, 2, 3, 2, 2), Shape.of(2, 4, 12, 13), Shape.of(6, 2, 3, 3));
      convolution(dtype, geometry(2, 1, 1, 1, 1, 4), Shape.of(2, 4, 8, 8), Shape.of(8, 1, 3, 3));
      convolution(dtype, geometry(2, 1, 2, 2, 1, 1), Shape.of(1, 2, 4, 4), Shape.of(3, 2, 1, 1));
      convolution(dtype, geometry(2, 4, 0, 0, 1, 1), Shape.of(1, 2, 10, 11), Shape.of(3, 2, 2, 2));
      convolution(
          dtype, geometry(2, 1, 1, 1, 1, 1), Shape.of(4, 16, 17, 19), Shape.of(20, 16, 3, 3));
      convolution(
          dtype, geometry(3, 1, 1, 0, 1, 1), Shape.of(2, 3, 4, 5, 6), Shape.of(4, 3, 2, 3, 2));
      convolution(
          dtype, geometry(3, 2, 1, 1, 1, 3), Shape.of(1, 3, 5, 4, 6), Shape.of(6, 1, 3, 2, 3));
    }
  }

  private static ConvolutionGeometry geometry(
      int rank, int stride, int low, int high, int dilation, int groups) {
    return new ConvolutionGeometry(
        java.util.Collections.nCopies(rank, stride),
        java.util.Collections.nCopies(rank, low),
        java.util.Collections.nCopies(rank, high),
        java.util.Collections.nCopies(rank, dilation),
        groups);
  }

  private void convolution(DType dtype, ConvolutionGeometry geometry, Shape input, Shape kernel) {
    var x = new TensorType(dtype, input);
    var w = new TensorType(dtype, kernel);
    var y = new Convolution(geometry).infer(List.of(x, w));
    add(new Convolution(geometry), x, w);
    add(new ConvolutionInputGradient(geometry, input), y, w);
    add(new ConvolutionKernelGradient(geometry, kernel), x, y);
  }

  private void windows() {
    for (var dtype : FLOATING) {
      window(
          dtype,
          new WindowGeometry(List.of(2), List.of(2), List.of(0), List.of(0), List.of(1)),
          Shape.of(3, 9));
      window(
          dtype,
          new WindowGeometry(
              List.of(2, 2), List.of(2, 2), List.of(0, 0), List.of(0, 0), List.of(1, 1)),
          Shape.of(2, 3, 8, 8));
      window(
          dtype,
          new WindowGeometry(
              List.of(2, 2), List.of(2, 2), List.of(0, 0), List.of(0, 0), List.of(1, 1)),
          Shape.of(20, 30, 28, 27));
      window(
          dtype,
          new WindowGeometry(
              List.of(3, 2), List.of(1, 2), List.of(1, 0), List.of(1, 1), List.of(1, 2)),
          Shape.of(2, 3, 8, 7));
      window(
          dtype,
          new WindowGeometry(
              List.of(3, 3), List.of(2, 3), List.of(2, 1), List.of(0, 4), List.of(1, 3)),
          Shape.of(5, 10, 13));
      window(
          dtype,
          new WindowGeometry(
              List.of(1, 2), List.of(3, 5), List.of(0, 1), List.of(0, 2), List.of(1, 1)),
          Shape.of(2, 7, 6));
      window(
          dtype,
          new WindowGeometry(List.of(4), List.of(1), List.of(2), List.of(1), List.of(2)),
          Shape.of(3, 4, 30));
      window(
          dtype,
          new WindowGeometry(
              List.of(2, 3, 2),
              List.of(1, 2, 2),
              List.of(1, 1, 0),
              List.of(0, 1, 1),
              List.of(1, 1, 1)),
          Shape.of(3, 4, 5, 6));
      window(
          dtype,
          new WindowGeometry(
              List.of(2, 2, 1),
              List.of(2, 2, 1),
              List.of(0, 0, 0),
              List.of(0, 0, 0),
              List.of(1, 1, 1)),
          Shape.of(9, 8, 10, 40));
      window(
          dtype,
          new WindowGeometry(
              List.of(3, 2, 1),
              List.of(2, 1, 1),
              List.of(1, 1, 0),
              List.of(1, 0, 0),
              List.of(1, 2, 1)),
          Shape.of(5, 9, 7, 33));
    }
  }

  private void window(DType dtype, WindowGeometry geometry, Shape input) {
    var x = new TensorType(dtype, input);
    add(new WindowMax(geometry), x);
    var results = new WindowMax(geometry).infer(List.of(x));
    add(new WindowMaxGradient(geometry), x, results);
    add(new WindowArgMax(geometry), x);
    add(new WindowSum(geometry), x);
    add(new WindowSumGradient(geometry, input), results);
  }

  private void others() {
    for (var dtype : FLOATING) {
      for (var n : List.of(1, 2, 3, 8, 12, 31, 64)) {
        add(new Fft(false), type(dtype, 3, n, 2));
        add(new Fft(true), type(dtype, 3, n, 2));
      }
      for (var size : List.of(0, 1, 3, 4, 6, 100_003)) {
        add(new RandomUniform(type(dtype, size), 0x1234567890L + size), 1 << 20, type(INT64, 2));
      }
    }
  }
}
