package org.caracal.backend.java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Epilogue;
import org.caracal.backend.Execution;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.Binary;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionGeometry;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.MatMul;
import org.caracal.graph.Unary;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Epilogues give what the operation and the program give one after the other, to the bit. */
class EpilogueTest {
  private static final JavaBackend BACKEND = new JavaBackend();

  @TestFactory
  Stream<DynamicTest> equalTheirPartsRunOneAfterTheOther() {
    return producers().stream()
        .map(producer -> DynamicTest.dynamicTest(producer.toString(), () -> check(producer)));
  }

  private static List<SingleOperation> producers() {
    var producers = new ArrayList<SingleOperation>();
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (var mnk :
          List.of(
              new int[] {1, 1, 1},
              new int[] {5, 7, 0},
              new int[] {130, 700, 40},
              new int[] {200, 784, 20},
              new int[] {150, 2000, 300},
              new int[] {300, 10, 70})) {
        producers.add(
            new SingleOperation(
                new MatMul(false, false),
                List.of(type(dtype, 2, mnk[0], mnk[2]), type(dtype, 2, mnk[2], mnk[1]))));
      }
      producers.add(
          new SingleOperation(
              new MatMul(false, true), List.of(type(dtype, 33, 280), type(dtype, 1040, 280))));
      for (var images : List.of(1, 9)) {
        producers.addAll(convolutions(type(dtype, images, 5, 40, 41), type(dtype, 13, 5, 3, 3), 1));
        producers.addAll(convolutions(type(dtype, images, 5, 40, 41), type(dtype, 13, 5, 3, 3), 2));
        producers.addAll(convolutions(type(dtype, images, 16, 8, 9), type(dtype, 16, 16, 1, 1), 1));
      }
    }
    for (var images : List.of(1, 9)) {
      producers.addAll(
          channelsLast(
              convolutions(
                  type(DType.FLOAT32, images, 16, 8, 9), type(DType.FLOAT32, 17, 16, 1, 1), 1)));
      producers.addAll(
          channelsLast(
              convolutions(
                  type(DType.FLOAT32, images, 16, 9, 9), type(DType.FLOAT32, 17, 16, 4, 4), 1)));
    }
    return producers;
  }

  private static List<SingleOperation> channelsLast(List<SingleOperation> convolutions) {
    return convolutions.stream()
        .map(
            plain -> {
              var images = new ChannelsLast(plain.operation());
              return new SingleOperation(images, images.operands(plain.inputs()));
            })
        .toList();
  }

  private static List<SingleOperation> convolutions(TensorType x, TensorType kernel, int stride) {
    var ones = List.of(1, 1);
    var geometry = new ConvolutionGeometry(List.of(stride, stride), ones, ones, ones, 1);
    var forward = new SingleOperation(new Convolution(geometry), List.of(x, kernel));
    var gradient = new ConvolutionInputGradient(geometry, x.shape());
    return List.of(forward, new SingleOperation(gradient, List.of(forward.output(), kernel)));
  }

  private static TensorType type(DType dtype, int... extents) {
    return new TensorType(dtype, Shape.of(extents));
  }

  private static void check(SingleOperation producer) {
    var type = producer.output();
    var program = program(type);
    var epilogue = new Epilogue(producer, program);
    var inputs = KernelCase.values(epilogue.inputs(), 1, 7);
    var product = new KernelCase(producer, inputs.subList(0, 2)).run(BACKEND, 1).get(0);
    var expected =
        new KernelCase(program, List.of(product, inputs.get(2), inputs.get(3))).run(BACKEND, 1);
    for (var threads = 1; threads <= 3; threads++) {
      var actual = new KernelCase(epilogue, inputs).run(BACKEND, threads);
      assertEquals(expected.size(), actual.size());
      for (var i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i).toDoubles(), actual.get(i).toDoubles());
      }
      assertArrayEquals(
          expected.get(1).toDoubles(), inPlace(epilogue, inputs, threads).toDoubles(), "in place");
    }
  }

  /** Outputs {@code tanh(product + bias)} and {@code product tanh(product + bias) + residual}. */
  private static ElementwiseProgram program(TensorType type) {
    var bias = type.withShape(Shape.of(type.shape().extent(-1)));
    var add = new Binary(Binary.Function.ADD);
    var steps =
        List.of(
            new ElementwiseProgram.Step(add, List.of(0, 1), type.dtype()),
            new ElementwiseProgram.Step(new Unary(Unary.Function.TANH), List.of(3), type.dtype()),
            new ElementwiseProgram.Step(
                new Binary(Binary.Function.MULTIPLY), List.of(0, 4), type.dtype()),
            new ElementwiseProgram.Step(add, List.of(5, 2), type.dtype()));
    return new ElementwiseProgram(type.shape(), List.of(type, bias, type), steps, List.of(4, 6));
  }

  /** The second output, put where the residual is. */
  private static NdArray inPlace(Epilogue epilogue, List<NdArray> inputs, int threads) {
    try (var session = BACKEND.open(new Execution(threads))) {
      var kernel = ((Compilation.Compiled) session.compile(epilogue)).kernel();
      var in = new Buffer[inputs.size()];
      for (var i = 0; i < in.length; i++) {
        in[i] = session.allocate(inputs.get(i).dtype(), inputs.get(i).size());
        in[i].write(inputs.get(i).elements());
      }
      var other = session.allocate(in[3].dtype(), in[3].length());
      kernel.run(in, new Buffer[] {other, in[3]});
      var result = NdArray.zeros(epilogue.outputs().get(1));
      in[3].read(result.elements());
      return result;
    }
  }
}
