package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.Broadcast;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Concat;
import org.caracal.graph.MatMul;
import org.caracal.graph.Operation;
import org.caracal.graph.Pad;
import org.caracal.graph.Reduce;
import org.caracal.graph.Reshape;
import org.caracal.graph.Slice;
import org.caracal.graph.Transpose;
import org.caracal.graph.WindowGeometry;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.caracal.graph.WindowSum;
import org.caracal.graph.WindowSumGradient;
import org.jspecify.annotations.Nullable;

/**
 * Rules by which images {@code [N, C, H, W]} keep their channels last from one convolution to the
 * next, where the backend has kernels for that. A convolution becomes one of such images, with a
 * transposition before it and one after it. The one after it moves past what is done to the result
 * until it meets the one before the next convolution, where both vanish; what is left stands at the
 * borders, where images come in or become the features of a dense layer.
 */
final class ImageLayout {
  private static final int RANK = 4;
  private static final Transpose TO_FIRST = ChannelsLast.toFirst(RANK);
  private static final Transpose TO_LAST = ChannelsLast.toLast(RANK);

  private ImageLayout() {}

  /** The node in the other layout, or null if it stays as it is. */
  static @Nullable Node apply(
      Simplifier graph, Operation operation, List<Node> operands, TensorType type) {
    if (ChannelsLast.suits(operation)) {
      return convolution(graph, new ChannelsLast(operation), operands, type);
    }
    if (operation instanceof Transpose transpose) {
      return repetition(graph, transpose, operands.get(0), type);
    }
    if (operation instanceof MatMul product) {
      return features(graph, product, operands, type);
    }
    if (operands.stream().noneMatch(ImageLayout::isTransposed)) {
      return null;
    }
    if (operation instanceof Reduce reduce) {
      return reduction(graph, reduce, operands.get(0), type);
    }
    var moved = moved(operation);
    return moved == null ? null : toFirst(graph, moved, operands, type);
  }

  private static boolean isTransposed(Node node) {
    return node.operation.equals(TO_FIRST);
  }

  private static @Nullable Node convolution(
      Simplifier graph, ChannelsLast operation, List<Node> operands, TensorType type) {
    if (operands.get(0).type.shape().rank() != RANK) {
      return null;
    }
    var types = operation.operands(operands.stream().map(operand -> operand.type).toList());
    var constants = operands.get(1).once ? Set.of(1) : Set.<Integer>of();
    if (!graph.claims(new SingleOperation(operation, types, constants))) {
      return null;
    }
    var images = new ArrayList<Node>();
    for (var i = 0; i < operands.size(); i++) {
      images.add(operation.isImage(i) ? toLast(graph, operands.get(i)) : operands.get(i));
    }
    return operation.makesImage()
        ? graph.make(TO_FIRST, List.of(graph.make(operation, images, last(type))), type)
        : graph.make(operation, images, type);
  }

  /**
   * Images that are the features of a dense layer stay as they are if its weights are the same in
   * all runs: then these are put in the other order, once.
   */
  private static @Nullable Node features(
      Simplifier graph, MatMul product, List<Node> operands, TensorType type) {
    var features = operands.get(0);
    var weights = operands.get(1);
    if (!(features.operation instanceof Reshape)
        || !isTransposed(features.operands.get(0))
        || !weights.once
        || product.transposeLeft()
        || product.transposeRight()) {
      return null;
    }
    var images = features.operands.get(0);
    var shape = images.type.shape();
    var all = features.type.shape();
    if (all.rank() != 2 || all.extent(0) != shape.extent(0)) {
      return null;
    }
    var units = weights.type.shape().extent(1);
    var apart = graph.reshape(weights, shape.slice(1, RANK).concat(Shape.of(units)));
    var moved = new Transpose(List.of(1, 2, 0, 3));
    var ordered = graph.make(moved, List.of(apart), moved.infer(List.of(apart.type)));
    return graph.make(
        product,
        List.of(
            graph.reshape(images.operands.get(0), all),
            graph.reshape(ordered, weights.type.shape())),
        type);
  }

  /** What repeats something is transposed before it is repeated. */
  private static @Nullable Node repetition(
      Simplifier graph, Transpose transpose, Node x, TensorType type) {
    if (!x.isRepetition()) {
      return null;
    }
    var source = x.operands.get(0);
    var extents = new int[type.shape().rank()];
    for (var axis = 0; axis < extents.length; axis++) {
      var from = axis - extents.length + source.type.shape().rank();
      extents[axis] = from < 0 ? 1 : source.type.shape().extent(from);
    }
    var whole = graph.reshape(source, Shape.of(extents));
    var transposed = graph.make(transpose, List.of(whole), transpose.infer(List.of(whole.type)));
    return graph.make(new Broadcast(type.shape()), List.of(transposed), type);
  }

  private static Node reduction(Simplifier graph, Reduce reduce, Node x, TensorType type) {
    var axes = TO_FIRST.permutation();
    var image = x.operands.get(0);
    var reduced = new Reduce(reduce.function(), reduce.axes().stream().map(axes::get).toList());
    var kept =
        IntStream.range(0, RANK)
            .filter(axis -> !reduce.axes().contains(axis))
            .mapToObj(axes::get)
            .toList();
    var inOrder = kept.stream().sorted().toList();
    var result = graph.make(reduced, List.of(image), reduced.infer(List.of(image.type)));
    return graph.make(
        new Transpose(kept.stream().map(inOrder::indexOf).toList()), List.of(result), type);
  }

  /** The same operation on images whose channels stand last, or null if it has no such form. */
  private static @Nullable Operation moved(Operation operation) {
    if (Node.isElementwise(operation)) {
      return operation;
    }
    if (operation instanceof Concat concat) {
      return new Concat(TO_LAST.permutation().indexOf(Math.floorMod(concat.axis(), RANK)));
    }
    if (operation instanceof Pad pad) {
      return new Pad(moved(pad.low()), moved(pad.high()), moved(pad.interior()), pad.value());
    }
    if (operation instanceof Slice slice) {
      return new Slice(moved(slice.start()), moved(slice.end()), moved(slice.step()));
    }
    if (operation instanceof WindowMax window) {
      return slides(window.geometry()) ? new WindowMax(moved(window.geometry())) : null;
    }
    if (operation instanceof WindowMaxGradient window) {
      return slides(window.geometry()) ? new WindowMaxGradient(moved(window.geometry())) : null;
    }
    if (operation instanceof WindowSum window) {
      return slides(window.geometry()) ? new WindowSum(moved(window.geometry())) : null;
    }
    if (operation instanceof WindowSumGradient window) {
      return slides(window.geometry())
          ? new WindowSumGradient(moved(window.geometry()), last(window.inputShape()))
          : null;
    }
    return null;
  }

  private static Shape last(Shape shape) {
    return Shape.of(TO_LAST.permutation().stream().map(shape::extent).toList());
  }

  private static List<Integer> moved(List<Integer> entries) {
    return TO_LAST.permutation().stream().map(entries::get).toList();
  }

  private static boolean slides(WindowGeometry geometry) {
    return geometry.rank() == RANK - 2;
  }

  /** A window over the channels' axis, too, of a single channel. */
  private static WindowGeometry moved(WindowGeometry geometry) {
    return new WindowGeometry(
        and(geometry.window(), 1),
        and(geometry.stride(), 1),
        and(geometry.paddingLow(), 0),
        and(geometry.paddingHigh(), 0),
        and(geometry.dilation(), 1));
  }

  private static List<Integer> and(List<Integer> entries, int last) {
    var all = new ArrayList<>(entries);
    all.add(last);
    return all;
  }

  private static Node toFirst(
      Simplifier graph, Operation operation, List<Node> operands, TensorType type) {
    var images = operands.stream().map(operand -> toLast(graph, operand)).toList();
    return graph.make(TO_FIRST, List.of(graph.make(operation, images, last(type))), type);
  }

  private static Node toLast(Simplifier graph, Node image) {
    return graph.make(TO_LAST, List.of(image), last(image.type));
  }

  private static TensorType last(TensorType type) {
    return TO_LAST.infer(List.of(type));
  }
}
