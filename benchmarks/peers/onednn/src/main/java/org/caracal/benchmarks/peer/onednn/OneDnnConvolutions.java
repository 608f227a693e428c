package org.caracal.benchmarks.peer.onednn;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.caracal.array.Shape;
import org.caracal.benchmarks.ConvolutionBenchmark;
import org.caracal.benchmarks.ConvolutionShape;
import org.caracal.benchmarks.ConvolutionShape.Pass;

/**
 * {@link ConvolutionBenchmark} beside oneDNN, which may choose the layouts of images and kernels,
 * so that nothing is reordered while it is measured. Its threads are set by {@code
 * OMP_NUM_THREADS}.
 */
public final class OneDnnConvolutions {
  private final engine processor = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(processor);

  private OneDnnConvolutions() {}

  /** Measures and prints. */
  public static void main(String[] arguments) {
    var convolutions = new OneDnnConvolutions();
    ConvolutionBenchmark.run(
        arguments, Optional.of(new ConvolutionBenchmark.Peer("oneDNN", convolutions::bind)));
  }

  private Runnable bind(ConvolutionShape shape, Pass pass) {
    var geometry = shape.geometry();
    var stride = geometry.stride().stream().mapToLong(entry -> entry).toArray();
    var dilation = new long[stride.length];
    var low = geometry.paddingLow().stream().mapToLong(entry -> entry).toArray();
    var high = geometry.paddingHigh().stream().mapToLong(entry -> entry).toArray();
    var images = any(shape.images());
    var kernels = any(grouped(shape));
    var results = any(shape.results());
    var forward =
        new convolution_forward.primitive_desc(
            processor,
            dnnl.prop_kind.forward_training,
            dnnl.algorithm.convolution_auto,
            images,
            kernels,
            results,
            stride,
            dilation,
            low,
            high);
    return switch (pass) {
      case FORWARD ->
          run(
              new convolution_forward(forward),
              new IntMemoryMap()
                  .put(dnnl.DNNL_ARG_SRC, filled(forward.src_desc()))
                  .put(dnnl.DNNL_ARG_WEIGHTS, filled(forward.weights_desc()))
                  .put(dnnl.DNNL_ARG_DST, filled(forward.dst_desc())));
      case INPUT_GRADIENT -> {
        var backward =
            new convolution_backward_data.primitive_desc(
                processor,
                dnnl.algorithm.convolution_auto,
                images,
                kernels,
                results,
                stride,
                dilation,
                low,
                high,
                forward);
        yield run(
            new convolution_backward_data(backward),
            new IntMemoryMap()
                .put(dnnl.DNNL_ARG_DIFF_DST, filled(backward.diff_dst_desc()))
                .put(dnnl.DNNL_ARG_WEIGHTS, filled(backward.weights_desc()))
                .put(dnnl.DNNL_ARG_DIFF_SRC, filled(backward.diff_src_desc())));
      }
      case KERNEL_GRADIENT -> {
        var backward =
            new convolution_backward_weights.primitive_desc(
                processor,
                dnnl.algorithm.convolution_auto,
                images,
                kernels,
                results,
                stride,
                dilation,
                low,
                high,
                forward);
        yield run(
            new convolution_backward_weights(backward),
            new IntMemoryMap()
                .put(dnnl.DNNL_ARG_SRC, filled(backward.src_desc()))
                .put(dnnl.DNNL_ARG_DIFF_DST, filled(backward.diff_dst_desc()))
                .put(dnnl.DNNL_ARG_DIFF_WEIGHTS, filled(backward.diff_weights_desc())));
      }
    };
  }

  private Runnable run(primitive primitive, IntMemoryMap arguments) {
    return () -> {
      primitive.execute(queue, arguments);
      queue._wait();
    };
  }

  /** Kernels have an axis of groups where there are several. */
  private static Shape grouped(ConvolutionShape shape) {
    var kernels = shape.kernels();
    return shape.groups() == 1
        ? kernels
        : kernels.with(0, kernels.extent(0) / shape.groups()).prepend(shape.groups());
  }

  private static memory.desc any(Shape shape) {
    return new memory.desc(
        Arrays.stream(shape.toArray()).asLongStream().toArray(),
        memory.data_type.f32,
        memory.format_tag.any);
  }

  private memory filled(memory.desc description) {
    var memory = new memory(description, processor);
    var values = new float[(int) (description.get_size() / Float.BYTES)];
    var random = new Random(1);
    for (var i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    new FloatPointer(memory.get_data_handle()).put(values);
    return memory;
  }
}
