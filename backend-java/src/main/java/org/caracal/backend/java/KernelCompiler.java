package org.caracal.backend.java;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.caracal.array.TensorType;
import org.caracal.backend.Compilation;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Epilogue;
import org.caracal.backend.Kernel;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.Reduction;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.attention.Attention;
import org.caracal.backend.java.elementwise.CompiledProgram;
import org.caracal.backend.java.elementwise.ElementwiseKernel;
import org.caracal.backend.java.elementwise.EpilogueKernel;
import org.caracal.backend.java.indexing.IndexingKernels;
import org.caracal.backend.java.movement.MovementKernels;
import org.caracal.backend.java.normalization.Normalizations;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.backend.java.random.PhiloxUniformKernel;
import org.caracal.backend.java.reduction.ReductionKernels;
import org.caracal.backend.java.spectral.FftKernel;
import org.caracal.backend.java.window.WindowKernels;
import org.caracal.graph.ArgReduce;
import org.caracal.graph.ArgSort;
import org.caracal.graph.Binary;
import org.caracal.graph.Broadcast;
import org.caracal.graph.Cast;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Compare;
import org.caracal.graph.Concat;
import org.caracal.graph.Constant;
import org.caracal.graph.ConvolutionKernelGradient;
import org.caracal.graph.CumulativeSum;
import org.caracal.graph.Fft;
import org.caracal.graph.Gather;
import org.caracal.graph.GatherElements;
import org.caracal.graph.Iota;
import org.caracal.graph.LayerNormalization;
import org.caracal.graph.LayerNormalizationGradient;
import org.caracal.graph.LayerNormalizationSums;
import org.caracal.graph.LogSoftmax;
import org.caracal.graph.Operation;
import org.caracal.graph.Pad;
import org.caracal.graph.RandomUniform;
import org.caracal.graph.Reduce;
import org.caracal.graph.Reshape;
import org.caracal.graph.Reverse;
import org.caracal.graph.ScatterAdd;
import org.caracal.graph.ScatterAddElements;
import org.caracal.graph.Select;
import org.caracal.graph.SelfAttention;
import org.caracal.graph.SelfAttentionGradient;
import org.caracal.graph.Slice;
import org.caracal.graph.Softmax;
import org.caracal.graph.StopGradient;
import org.caracal.graph.Transpose;
import org.caracal.graph.Unary;
import org.caracal.graph.WindowArgMax;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.caracal.graph.WindowSum;
import org.caracal.graph.WindowSumGradient;

/** Finds the kernel for a request: a table from the operation's class to what makes its kernel. */
final class KernelCompiler {
  private interface Maker<O extends Operation> {
    Kernel make(O operation, List<TensorType> inputs, TensorType output);
  }

  private final Loops loops;
  private final ThreadPool pool;
  private final Workspace workspace;
  private final ProductKernels products;
  private final ReductionKernels reductions;
  private final Attention attention;
  private final Normalizations normalizations;
  private final Map<Class<? extends Operation>, Maker<Operation>> makers = new HashMap<>();

  KernelCompiler(Loops loops, boolean exact, ThreadPool pool, Workspace workspace) {
    this.loops = loops;
    this.pool = pool;
    this.workspace = workspace;
    this.products = new ProductKernels(loops, exact, pool, workspace);
    this.reductions = new ReductionKernels(loops.reduction(), pool, workspace);
    this.attention = new Attention(loops.products(), loops.attention(), pool);
    this.normalizations = new Normalizations(loops.rows(), pool);
    elementwise();
    movement();
    reductions();
    indexing();
    put(ConvolutionKernelGradient.class, products::kernelGradient);
    windows();
    put(
        RandomUniform.class,
        (op, in, out) -> new PhiloxUniformKernel(op, out, loops.random(), pool, workspace));
    put(SelfAttention.class, (op, in, out) -> attention.forward(op, in.get(0)));
    put(SelfAttentionGradient.class, (op, in, out) -> attention.gradient(op, in.get(0)));
    put(LayerNormalization.class, (op, in, out) -> normalizations.forward(op, in.get(0)));
    put(LayerNormalizationGradient.class, (op, in, out) -> normalizations.gradient(op, in.get(0)));
    put(LayerNormalizationSums.class, (op, in, out) -> normalizations.sums(op, in.get(0)));
    put(Fft.class, (op, in, out) -> new FftKernel(op.inverse(), out, pool, workspace));
  }

  Compilation compile(KernelRequest request) {
    if (request instanceof ElementwiseProgram program) {
      return new Compilation.Compiled(program(program));
    }
    if (request instanceof Epilogue epilogue) {
      return epilogue(epilogue);
    }
    if (request instanceof Reduction reduction) {
      return reductions
          .reduce(reduction, loops.elementwise())
          .<Compilation>map(Compilation.Compiled::new)
          .orElse(new Compilation.Declined("there is nothing to reduce"));
    }
    var single = (SingleOperation) request;
    var operation = single.operation();
    if (operation instanceof Softmax softmax && softmax.axis() != single.output().shape().rank() - 1
        || operation instanceof LogSoftmax log
            && log.axis() != single.output().shape().rank() - 1) {
      return new Compilation.Declined("softmax has a kernel of its own along the last axis only");
    }
    var refusal = refusal(operation, single.inputs());
    if (refusal.isPresent()) {
      return new Compilation.Declined(refusal.get());
    }
    var producer = products.producer(single);
    if (producer.isPresent()) {
      return new Compilation.Compiled(producer.get().make(Finish.NONE));
    }
    if (operation instanceof ChannelsLast images) {
      return products
          .kernelGradient(images, single)
          .<Compilation>map(Compilation.Compiled::new)
          .orElse(new Compilation.Declined("it is faster with the channels first"));
    }
    var maker = makers.get(operation.getClass());
    if (maker == null) {
      return new Compilation.Declined("the Java backend has no kernel for " + operation);
    }
    return new Compilation.Compiled(maker.make(operation, single.inputs(), single.output()));
  }

  private Optional<String> refusal(Operation operation, List<TensorType> inputs) {
    if (operation instanceof LayerNormalization
        || operation instanceof LayerNormalizationGradient
        || operation instanceof LayerNormalizationSums) {
      return normalizations.refusal(inputs.get(0));
    }
    if (operation instanceof SelfAttention forward) {
      return attention.refusal(inputs.get(0), forward.heads());
    }
    return operation instanceof SelfAttentionGradient gradient
        ? attention.refusal(inputs.get(0), gradient.heads())
        : Optional.empty();
  }

  private <O extends Operation> void put(Class<O> operation, Maker<O> maker) {
    makers.put(operation, (op, in, out) -> maker.make(operation.cast(op), in, out));
  }

  private void elementwise() {
    put(Constant.class, this::step);
    put(Unary.class, this::step);
    put(Binary.class, this::step);
    put(Compare.class, this::step);
    put(Select.class, this::step);
    put(Cast.class, this::step);
  }

  /** A single elementwise operation is a program of one step. */
  private Kernel step(Operation operation, List<TensorType> inputs, TensorType output) {
    var operands = IntStream.range(0, inputs.size()).boxed().toList();
    var step = new ElementwiseProgram.Step(operation, operands, output.dtype());
    return program(
        new ElementwiseProgram(output.shape(), inputs, List.of(step), List.of(inputs.size())));
  }

  private Kernel program(ElementwiseProgram program) {
    return new ElementwiseKernel(
        compiled(program), pool, program.inputs().size(), program.results().size());
  }

  private CompiledProgram compiled(ElementwiseProgram program) {
    return new CompiledProgram(program, loops.elementwise(), workspace, pool.threads());
  }

  private Compilation epilogue(Epilogue epilogue) {
    var producer = products.producer(epilogue.producer());
    if (producer.isEmpty()) {
      return new Compilation.Declined(
          "results of " + epilogue.producer().operation() + " are not finished in place");
    }
    var passing =
        EpilogueKernel.hasPlace(epilogue) || epilogue.program().results().contains(0)
            ? Optional.<EpilogueKernel.PassingMaker>empty()
            : products.passing(epilogue.producer());
    return new Compilation.Compiled(
        passing.isPresent()
            ? new EpilogueKernel(
                epilogue,
                CompiledProgram.withGiven(
                    epilogue.program(), loops.elementwise(), workspace, pool.threads()),
                passing.get(),
                workspace)
            : new EpilogueKernel(
                epilogue, compiled(epilogue.program()), producer.get(), workspace));
  }

  private void movement() {
    var kernels = new MovementKernels(pool);
    put(Transpose.class, (op, in, out) -> kernels.transpose(op, in.get(0), out));
    put(Broadcast.class, (op, in, out) -> kernels.broadcast(op, in.get(0), out));
    put(Slice.class, (op, in, out) -> kernels.slice(op, in.get(0), out));
    put(Reverse.class, (op, in, out) -> kernels.reverse(op, in.get(0), out));
    put(Pad.class, (op, in, out) -> kernels.pad(op, in.get(0), out));
    put(Concat.class, kernels::concat);
    put(Iota.class, (op, in, out) -> kernels.iota(op));
    put(Reshape.class, (op, in, out) -> kernels.copy(out));
    put(StopGradient.class, (op, in, out) -> kernels.copy(out));
  }

  private void reductions() {
    put(Reduce.class, (op, in, out) -> reductions.reduce(op, in.get(0), out));
    put(CumulativeSum.class, (op, in, out) -> reductions.cumulativeSum(op, out));
    put(Softmax.class, (op, in, out) -> reductions.softmax(out, false));
    put(LogSoftmax.class, (op, in, out) -> reductions.softmax(out, true));
  }

  private void indexing() {
    var kernels = new IndexingKernels(pool, workspace);
    put(Gather.class, (op, in, out) -> kernels.gather(op, in.get(0), in.get(1)));
    put(ScatterAdd.class, (op, in, out) -> kernels.scatterAdd(op, in.get(0), in.get(1), out));
    put(
        GatherElements.class,
        (op, in, out) -> kernels.gatherElements(op, in.get(0), in.get(1), out));
    put(ScatterAddElements.class, (op, in, out) -> kernels.scatterAddElements(op, in.get(1), out));
    put(ArgReduce.class, (op, in, out) -> kernels.argReduce(op, in.get(0)));
    put(ArgSort.class, (op, in, out) -> kernels.argSort(op, in.get(0)));
  }

  private void windows() {
    var kernels = new WindowKernels(loops.reduction(), loops.products().useVectors(), pool);
    put(WindowMax.class, (op, in, out) -> kernels.max(op.geometry(), in.get(0), out));
    put(WindowMaxGradient.class, (op, in, out) -> kernels.maxGradient(op.geometry(), in));
    put(WindowArgMax.class, (op, in, out) -> kernels.argMax(op.geometry(), in.get(0), out));
    put(WindowSum.class, (op, in, out) -> kernels.sum(op.geometry(), in.get(0), out));
    put(WindowSumGradient.class, (op, in, out) -> kernels.spread(op.geometry(), in.get(0), out));
  }
}
