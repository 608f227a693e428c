package org.caracal.core.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.caracal.graph.Input;
import org.caracal.graph.Iota;
import org.caracal.graph.MatMul;
import org.caracal.graph.Operation;
import org.caracal.graph.Pad;
import org.caracal.graph.RandomUniform;
import org.caracal.graph.Reduce;
import org.caracal.graph.Reshape;
import org.caracal.graph.Reverse;
import org.caracal.graph.ScatterAdd;
import org.caracal.graph.ScatterAddElements;
import org.caracal.graph.Select;
import org.caracal.graph.Slice;
import org.caracal.graph.StopGradient;
import org.caracal.graph.Transpose;
import org.caracal.graph.Unary;
import org.caracal.graph.WindowArgMax;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.caracal.graph.WindowSum;
import org.caracal.graph.WindowSumGradient;

/**
 * Which primitive has which rule. Composites bring their own, or are differentiated through their
 * decomposition.
 */
final class VjpRules {
  /**
   * The primitives through which no gradient flows: they have no floating operand, no floating
   * result, or say so.
   */
  static final Set<Class<? extends Operation>> WITHOUT_GRADIENT =
      Set.of(
          Input.class,
          Constant.class,
          Iota.class,
          RandomUniform.class,
          StopGradient.class,
          Compare.class,
          ArgReduce.class,
          ArgSort.class,
          WindowArgMax.class);

  private static final Map<Class<? extends Operation>, VjpRule<?>> RULES = new HashMap<>();

  static {
    rule(Unary.class, ElementwiseRules::unary);
    rule(Binary.class, ElementwiseRules::binary);
    rule(Select.class, ElementwiseRules::select);
    rule(Cast.class, ElementwiseRules::cast);
    rule(Reduce.class, ReductionRules::reduce);
    rule(CumulativeSum.class, ReductionRules::cumulativeSum);
    rule(MatMul.class, ProductRules::matMul);
    rule(Convolution.class, ProductRules::convolution);
    rule(ConvolutionInputGradient.class, ProductRules::convolutionInputGradient);
    rule(ConvolutionKernelGradient.class, ProductRules::convolutionKernelGradient);
    rule(Fft.class, ProductRules::fft);
    rule(WindowMax.class, WindowRules::max);
    rule(WindowMaxGradient.class, WindowRules::maxGradient);
    rule(WindowSum.class, WindowRules::sum);
    rule(WindowSumGradient.class, WindowRules::sumGradient);
    rule(Reshape.class, MovementRules::reshape);
    rule(Transpose.class, MovementRules::transpose);
    rule(Broadcast.class, MovementRules::broadcast);
    rule(Slice.class, MovementRules::slice);
    rule(Pad.class, MovementRules::pad);
    rule(Concat.class, MovementRules::concat);
    rule(Reverse.class, MovementRules::reverse);
    rule(Gather.class, IndexRules::gather);
    rule(ScatterAdd.class, IndexRules::scatterAdd);
    rule(GatherElements.class, IndexRules::gatherElements);
    rule(ScatterAddElements.class, IndexRules::scatterAddElements);
  }

  private VjpRules() {}

  /** The rule for an operation, or empty if no gradient flows through it. */
  @SuppressWarnings("unchecked") // rule() is the only way in and pairs a class with a rule for it
  static <O extends Operation> Optional<VjpRule<O>> of(O operation) {
    return Optional.ofNullable((VjpRule<O>) RULES.get(operation.getClass()));
  }

  private static <O extends Operation> void rule(Class<O> operation, VjpRule<O> rule) {
    RULES.put(operation, rule);
  }
}
