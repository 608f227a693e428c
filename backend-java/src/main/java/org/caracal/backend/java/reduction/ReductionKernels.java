package org.caracal.backend.java.reduction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.Reduction;
import org.caracal.backend.java.elementwise.CompiledProgram;
import org.caracal.backend.java.elementwise.ElementwiseLoops;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.CumulativeSum;
import org.caracal.graph.Reduce;

/** Kernels that combine elements along axes. */
public final class ReductionKernels {
  /** Estimated time to reduce an element. */
  private static final double NANOS = 0.15;

  private final ReductionLoops loops;
  private final ThreadPool pool;
  private final Workspace workspace;

  /** Kernels with these loops, threads and memory. */
  public ReductionKernels(ReductionLoops loops, ThreadPool pool, Workspace workspace) {
    this.loops = loops;
    this.pool = pool;
    this.workspace = workspace;
  }

  /** Reduces some axes. */
  public Kernel reduce(Reduce operation, TensorType input, TensorType output) {
    if (input.shape().size() == 0) {
      return identity(operation, output);
    }
    var function = loops.of(operation.function(), input.dtype());
    var division = division(input.shape(), operation.axes());
    return stored(division, List.of(function), new int[1]);
  }

  /** Reduces some axes of what a program computes; empty if there is nothing to reduce. */
  public Optional<Kernel> reduce(Reduction reduction, ElementwiseLoops elementwise) {
    var program = reduction.program();
    if (program.shape().size() == 0) {
      return Optional.empty();
    }
    var division = division(program.shape(), reduction.axes());
    if (division.runs() && FloatMagnitudes.areSummedUp(reduction)) {
      var numbers = FloatMagnitudes.inputs(program);
      Reductions sums = loops.floatMagnitudes();
      return Optional.of(stored(division, Collections.nCopies(numbers.length, sums), numbers));
    }
    var functions = new ArrayList<Reductions>();
    for (var i = 0; i < reduction.functions().size(); i++) {
      var dtype = program.dtype(program.results().get(reduction.stored() + i));
      functions.add(loops.of(reduction.functions().get(i), dtype));
    }
    var compiled =
        new CompiledProgram(
            program, reduction.stored(), Division.RUN, elementwise, workspace, pool.threads());
    var pieces =
        new ComputedPieces(
            division,
            compiled,
            functions,
            program.inputs().size(),
            reduction.stored(),
            pool,
            workspace);
    var nanos = compiled.nanosPerElement() + functions.size() * NANOS;
    return Optional.of(
        new ReduceKernel(pieces, division, functions, reduction.stored(), nanos, pool, workspace));
  }

  private Kernel stored(Division division, List<Reductions> functions, int[] numbers) {
    var pieces = new StoredPieces(division, functions, numbers, pool, workspace);
    return new ReduceKernel(
        pieces, division, functions, 0, NANOS * numbers.length, pool, workspace);
  }

  private Division division(Shape shape, List<Integer> axes) {
    return new Division(new ReductionShape(shape, axes), pool.threads());
  }

  private static Kernel identity(Reduce operation, TensorType output) {
    var length = output.shape().size();
    var sum = operation.function() == Reduce.Function.SUM;
    if (length > 0 && !sum && operation.function() != Reduce.Function.PRODUCT) {
      throw new IllegalArgumentException(operation.function() + " over no elements is not defined");
    }
    return (in, out) ->
        Fill.run(output.dtype(), ((HeapBuffer) out[0]).array(), length, sum ? 0 : 1);
  }

  /** Running sums along an axis. */
  public Kernel cumulativeSum(CumulativeSum operation, TensorType type) {
    return new CumulativeSumKernel(operation, type);
  }

  /** Softmax or its logarithm along the last axis. */
  public Kernel softmax(TensorType type, boolean logarithm) {
    var rowLength = type.shape().extent(-1);
    return type.dtype() == DType.FLOAT32
        ? new FloatSoftmaxKernel(type.shape().size(), rowLength, logarithm, loops, pool, workspace)
        : new DoubleSoftmaxKernel(
            type.shape().size(), rowLength, logarithm, loops, pool, workspace);
  }
}
