package org.caracal.backend.java;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.TensorType;
import org.caracal.backend.Backend;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.SingleOperation;
import org.caracal.core.reference.Evaluation;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Operation;
import org.caracal.graph.Tensor;

/** A request with values for its inputs. */
record KernelCase(KernelRequest request, List<NdArray> inputs) {
  /**
   * An operation on values drawn from [-2, 2), positive ones if asked for, indices below an extent.
   */
  static KernelCase of(Operation operation, int extent, TensorType... types) {
    var inputs = List.of(types);
    return new KernelCase(
        new SingleOperation(operation, inputs),
        values(inputs, extent, operation.toString().hashCode()));
  }

  /**
   * A convolution of images with the channels last, for operands of these types with them first.
   */
  static KernelCase channelsLast(Operation operation, TensorType... channelsFirst) {
    var images = new ChannelsLast(operation);
    var types = images.operands(List.of(channelsFirst));
    return of(images, 0, types.toArray(TensorType[]::new));
  }

  /** The result of the operation, or of what it is made of, as a plan computes it. */
  double[] evaluate(Backend backend, Execution execution, DType dtype) {
    var values = new LinkedHashMap<Tensor, NdArray>();
    for (var input : inputs) {
      var type = input.type().withDType(dtype);
      var array = NdArray.zeros(type);
      for (var i = 0; i < array.size(); i++) {
        array.setDouble(i, input.getDouble(i));
      }
      values.put(Tensor.input("x" + values.size(), type), array);
    }
    var operation = ((SingleOperation) request).operation();
    var result = Tensor.of(operation, List.copyOf(values.keySet()));
    return Evaluation.evaluate(backend, execution, values, List.of(result)).get(0).toDoubles();
  }

  /** The result of the operation by its definition, in {@code float64}. */
  double[] reference() {
    return evaluate(new ReferenceBackend(), new Execution(1), DType.FLOAT64);
  }

  static List<NdArray> values(List<TensorType> types, int extent, long seed) {
    var random = new SplittableRandom(seed);
    return types.stream()
        .map(
            type -> {
              var array = NdArray.zeros(type);
              for (var i = 0; i < array.size(); i++) {
                array.setDouble(i, value(type.dtype(), extent, random));
              }
              return array;
            })
        .toList();
  }

  private static double value(DType dtype, int extent, SplittableRandom random) {
    return switch (dtype) {
      case FLOAT32, FLOAT64 -> random.nextDouble() * 4 - 2;
      case INT32, INT64 -> random.nextInt(Math.max(1, extent));
      case BOOL -> random.nextInt(2);
    };
  }

  /** The results on a backend; buffers are filled with rubbish before. */
  List<NdArray> run(Backend backend, int threads) {
    return run(backend, new Execution(threads));
  }

  /** The same, executed in some way. */
  List<NdArray> run(Backend backend, Execution execution) {
    try (var session = backend.open(execution)) {
      var compilation = session.compile(request);
      if (compilation instanceof Compilation.Declined declined) {
        throw new AssertionError(request + " was declined: " + declined.reason());
      }
      var kernel = ((Compilation.Compiled) compilation).kernel();
      var in = new Buffer[inputs.size()];
      for (var i = 0; i < in.length; i++) {
        in[i] = session.allocate(inputs.get(i).dtype(), inputs.get(i).size());
        in[i].write(inputs.get(i).elements());
      }
      var out = new Buffer[request.outputs().size()];
      for (var i = 0; i < out.length; i++) {
        var type = request.outputs().get(i);
        out[i] = session.allocate(type.dtype(), type.shape().size());
        var rubbish = NdArray.zeros(type);
        for (var j = 0; j < rubbish.size(); j++) {
          rubbish.setDouble(j, 77);
        }
        out[i].write(rubbish.elements());
      }
      kernel.run(in, out);
      kernel.run(in, out);
      return java.util.stream.IntStream.range(0, out.length)
          .mapToObj(
              i -> {
                var result = NdArray.zeros(request.outputs().get(i));
                out[i].read(result.elements());
                return result;
              })
          .toList();
    }
  }

  @Override
  public String toString() {
    if (request instanceof SingleOperation single) {
      return single.operation() + " " + single.inputs();
    }
    return request.toString();
  }
}
