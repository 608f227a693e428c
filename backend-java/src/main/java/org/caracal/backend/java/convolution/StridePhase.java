package org.caracal.backend.java.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.ConvolutionGeometry;

/**
 * A part of the gradient of a strided convolution in its input: the elements that are a stride
 * apart. Only some taps reach them, and with these it is a convolution of the output's gradient
 * without strides.
 *
 * @param problem that convolution
 * @param axes where elements and taps stand along each axis
 */
record StridePhase(ConvolutionProblem problem, List<Axis> axes) {

  /**
   * The phase along one axis.
   *
   * @param first the first element
   * @param count the number of elements
   * @param taps the number of taps
   * @param lastTap the last tap
   * @param tapStep the distance of taps
   * @param low elements put before the output's gradient
   * @param dilation how far the elements under two taps that follow each other are apart
   */
  record Axis(int first, int count, int taps, int lastTap, int tapStep, int low, int dilation) {
    static Axis of(ConvolutionGeometry geometry, int axis, int first, int extent, int kernel) {
      int stride = geometry.stride().get(axis);
      int apart = geometry.dilation().get(axis);
      var place = first + geometry.paddingLow().get(axis);
      var taps = new ArrayList<Integer>();
      for (var tap = 0; tap < kernel; tap++) {
        if ((place - apart * tap) % stride == 0) {
          taps.add(tap);
        }
      }
      var last = taps.isEmpty() ? 0 : taps.get(taps.size() - 1);
      var step = taps.size() < 2 ? 1 : taps.get(1) - taps.get(0);
      return new Axis(
          first,
          (extent - first + stride - 1) / stride,
          taps.size(),
          last,
          step,
          (apart * last - place) / stride,
          taps.size() < 2 ? 1 : apart * step / stride);
    }

    int padded() {
      return count + dilation * (taps - 1);
    }
  }

  /** All phases that any taps reach. */
  static List<StridePhase> all(
      ConvolutionGeometry geometry, Shape input, Shape kernel, Shape output) {
    var rank = geometry.rank();
    var extents = new int[rank];
    Arrays.setAll(extents, axis -> Math.min(geometry.stride().get(axis), input.extent(axis + 2)));
    var phases = new ArrayList<StridePhase>();
    for (var index = 0; index < Shape.of(extents).size(); index++) {
      var axes = new Axis[rank];
      var rest = index;
      for (var axis = rank - 1; axis >= 0; axis--) {
        var first = rest % extents[axis];
        axes[axis] =
            Axis.of(geometry, axis, first, input.extent(axis + 2), kernel.extent(axis + 2));
        rest /= extents[axis];
      }
      if (Arrays.stream(axes).allMatch(axis -> axis.taps > 0)) {
        phases.add(of(geometry, input, kernel, output, List.of(axes)));
      }
    }
    return phases;
  }

  private static StridePhase of(
      ConvolutionGeometry geometry, Shape input, Shape kernel, Shape output, List<Axis> axes) {
    var ones = all(axes, axis -> 1);
    var problem =
        new ConvolutionProblem(
            input.extent(0),
            geometry.groups(),
            kernel.extent(0) / geometry.groups(),
            kernel.extent(1),
            output.slice(2, output.rank()),
            Shape.of(all(axes, Axis::padded)),
            Shape.of(all(axes, Axis::taps)),
            Shape.of(all(axes, Axis::count)),
            all(axes, Axis::low),
            ones,
            ones,
            all(axes, Axis::dilation));
    return new StridePhase(problem, axes);
  }

  private static int[] all(List<Axis> axes, ToIntFunction<Axis> property) {
    return axes.stream().mapToInt(property).toArray();
  }

  /** The number of weights of its taps. */
  int weights() {
    return problem.groups() * problem.filters() * problem.rows();
  }

  /** The number of its elements. */
  int size() {
    return problem.images() * problem.groups() * problem.filters() * problem.output().size();
  }

  /**
   * Kernel {@code [G K', C', taps]} to {@code [G C', K', taps of the phase reversed]}.
   *
   * @param kernel the kernel's shape
   */
  StridedCopy kernel(DType dtype, Shape kernel, ThreadPool pool) {
    var strides = kernel.strides();
    var outer = Shape.of(problem.groups(), problem.filters(), problem.channels());
    var extents = outer.concat(problem.kernel()).toArray();
    var from = new int[extents.length];
    from[0] = problem.channels() * strides[0];
    from[1] = strides[1];
    from[2] = strides[0];
    var at = 0;
    for (var axis = 0; axis < axes.size(); axis++) {
      from[axis + 3] = -axes.get(axis).tapStep * strides[axis + 2];
      at += axes.get(axis).lastTap * strides[axis + 2];
    }
    return new StridedCopy(dtype, extents, at, from, 0, Shape.of(extents).strides(), pool);
  }

  /**
   * The elements of the phase to where they belong.
   *
   * @param input the shape of the input
   */
  StridedCopy elements(DType dtype, Shape input, ConvolutionGeometry geometry, ThreadPool pool) {
    var extents = input.slice(0, 2).concat(problem.output()).toArray();
    var to = input.strides();
    var put = 0;
    for (var axis = 0; axis < axes.size(); axis++) {
      put += axes.get(axis).first * to[axis + 2];
      to[axis + 2] *= geometry.stride().get(axis);
    }
    return new StridedCopy(dtype, extents, 0, Shape.of(extents).strides(), put, to, pool);
  }
}
