package org.caracal.core.reference;

import org.caracal.graph.ArgReduce;
import org.caracal.graph.ArgSort;
import org.caracal.graph.Binary;
import org.caracal.graph.Broadcast;
import org.caracal.graph.Cast;
import org.caracal.graph.Compare;
import org.caracal.graph.Concat;
import org.caracal.graph.Constant;
import org.caracal.graph.Convolution;
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
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.caracal.graph.WindowSum;
import org.caracal.graph.WindowSumGradient;

/** Which primitive is computed by what. */
final class ReferenceKernels {
  private ReferenceKernels() {}

  static ReferenceKernel of(Operation operation) {
    if (operation instanceof Constant constant) {
      return (in, out) -> out.set(0, constant.value());
    } else if (operation instanceof Iota iota) {
      return MovementKernels.iota(iota);
    } else if (operation instanceof RandomUniform random) {
      return RandomKernel.uniform(random);
    } else if (operation instanceof Unary unary) {
      return ElementwiseKernels.unary(unary.function());
    } else if (operation instanceof Binary binary) {
      return ElementwiseKernels.binary(binary.function());
    } else if (operation instanceof Compare compare) {
      return ElementwiseKernels.compare(compare.relation());
    } else if (operation instanceof Select) {
      return ElementwiseKernels::select;
    } else if (operation instanceof Cast) {
      return ElementwiseKernels::cast;
    } else if (operation instanceof Reduce reduce) {
      return ReductionKernels.reduce(reduce);
    } else if (operation instanceof ArgReduce reduce) {
      return ReductionKernels.argReduce(reduce);
    } else if (operation instanceof CumulativeSum sum) {
      return ReductionKernels.cumulativeSum(sum);
    } else if (operation instanceof ArgSort sort) {
      return ReductionKernels.argSort(sort);
    } else if (operation instanceof MatMul matMul) {
      return ProductKernels.matMul(matMul);
    } else if (operation instanceof Fft fft) {
      return ProductKernels.fft(fft);
    } else if (operation instanceof Convolution convolution) {
      return ConvolutionKernels.convolution(convolution.geometry());
    } else if (operation instanceof ConvolutionInputGradient gradient) {
      return ConvolutionKernels.inputGradient(gradient.geometry());
    } else if (operation instanceof ConvolutionKernelGradient gradient) {
      return ConvolutionKernels.kernelGradient(gradient.geometry());
    } else if (operation instanceof WindowMax window) {
      return WindowKernels.max(window.geometry());
    } else if (operation instanceof WindowMaxGradient window) {
      return WindowKernels.maxGradient(window.geometry());
    } else if (operation instanceof WindowArgMax window) {
      return WindowKernels.argMax(window.geometry());
    } else if (operation instanceof WindowSum window) {
      return WindowKernels.sum(window.geometry());
    } else if (operation instanceof WindowSumGradient window) {
      return WindowKernels.sumGradient(window.geometry());
    } else if (operation instanceof Transpose transpose) {
      return MovementKernels.transpose(transpose);
    } else if (operation instanceof Broadcast) {
      return MovementKernels::broadcast;
    } else if (operation instanceof Slice slice) {
      return MovementKernels.slice(slice);
    } else if (operation instanceof Pad pad) {
      return MovementKernels.pad(pad);
    } else if (operation instanceof Concat concat) {
      return MovementKernels.concat(concat);
    } else if (operation instanceof Reverse reverse) {
      return MovementKernels.reverse(reverse);
    } else if (operation instanceof Gather gather) {
      return IndexKernels.gather(gather);
    } else if (operation instanceof ScatterAdd scatter) {
      return IndexKernels.scatterAdd(scatter);
    } else if (operation instanceof GatherElements gather) {
      return IndexKernels.gatherElements(gather);
    } else if (operation instanceof ScatterAddElements scatter) {
      return IndexKernels.scatterAddElements(scatter);
    }
    throw new IllegalArgumentException("the engine must resolve " + operation + " itself");
  }
}
