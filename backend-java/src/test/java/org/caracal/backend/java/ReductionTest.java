package org.caracal.backend.java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.ElementwiseProgram.Step;
import org.caracal.backend.Execution;
import org.caracal.backend.Reduction;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.parallel.Trials;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.Binary;
import org.caracal.graph.Reduce;
import org.caracal.graph.Unary;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Reductions of programs give what the program and the reductions give one by one, to the bit. */
class ReductionTest {
  private static final JavaBackend BACKEND = new JavaBackend();
  private static final JavaBackend PLAIN = new JavaBackend(Loops.scalar());

  /** An iteration shape, the shape of an operand that is broadcast to it, and the reduced axes. */
  private record Case(Shape shape, Shape broadcast, List<Integer> axes) {}

  private static Stream<Case> cases() {
    return Stream.of(
        of(new int[] {7}, new int[] {1}, 0),
        of(new int[] {3, 5, 64}, new int[] {5, 1}, 0, 2),
        of(new int[] {9, 70, 129}, new int[] {70, 1}, 0, 2),
        of(new int[] {6, 3, 1024}, new int[] {3, 1}, 0, 2),
        of(new int[] {4, 2, 9000}, new int[] {2, 1}, 0, 2),
        of(new int[] {300, 1000}, new int[] {300, 1}, 1),
        of(new int[] {200, 33}, new int[] {33}, 0),
        of(new int[] {5, 2100}, new int[] {5, 1}, 0),
        of(new int[] {3, 40, 5, 31}, new int[] {40, 1, 1}, 1, 2),
        of(new int[] {3, 4, 5, 260}, new int[] {4, 1, 1}, 0, 2),
        of(new int[] {100_000}, new int[] {1}, 0));
  }

  private static Case of(int[] shape, int[] broadcast, Integer... axes) {
    return new Case(Shape.of(shape), Shape.of(broadcast), List.of(axes));
  }

  @TestFactory
  Stream<DynamicTest> equalTheirPartsRunOneAfterTheOther() {
    return cases()
        .flatMap(
            test ->
                Stream.of(DType.FLOAT32, DType.FLOAT64)
                    .flatMap(
                        dtype ->
                            Stream.of(Unary.Function.ABS, Unary.Function.LOG1P)
                                .map(
                                    function ->
                                        DynamicTest.dynamicTest(
                                            test.shape + " " + test.axes + " " + dtype + function,
                                            () -> check(test, dtype, function)))));
  }

  /** {@code d = x - b}; stored: {@code f(d)}; reduced: the sum of d d, the maximum of d, of x. */
  private static ElementwiseProgram program(Case test, DType dtype, Unary.Function function) {
    var x = new TensorType(dtype, test.shape);
    var subtract = new Step(new Binary(Binary.Function.SUBTRACT), List.of(0, 1), dtype);
    var square = new Step(new Binary(Binary.Function.MULTIPLY), List.of(2, 2), dtype);
    var positive = new Step(new Unary(Unary.Function.ABS), List.of(2), dtype);
    var stored = new Step(new Unary(function), List.of(4), dtype);
    return new ElementwiseProgram(
        test.shape,
        List.of(x, x.withShape(test.broadcast)),
        List.of(subtract, square, positive, stored),
        List.of(5, 3, 2, 0));
  }

  private static void check(Case test, DType dtype, Unary.Function function) {
    Trials.letVectorsWin();
    var program = program(test, dtype, function);
    var functions = List.of(Reduce.Function.SUM, Reduce.Function.MAX, Reduce.Function.SUM);
    var reduction = new Reduction(program, functions, test.axes);
    var inputs = KernelCase.values(program.inputs(), 0, 3);
    var computed = new KernelCase(program, inputs).run(BACKEND, 1);
    var expected = new ArrayList<NdArray>(computed.subList(0, 1));
    for (var i = 0; i < functions.size(); i++) {
      var single =
          new SingleOperation(
              new Reduce(functions.get(i), test.axes), List.of(computed.get(i + 1).type()));
      expected.addAll(new KernelCase(single, List.of(computed.get(i + 1))).run(BACKEND, 1));
    }
    var fused = new KernelCase(reduction, inputs);
    assertEquals(
        expected.stream().map(NdArray::type).toList(), reduction.outputs(), "types of the outputs");
    for (var threads = 1; threads <= 3; threads++) {
      assertSame(expected, fused.run(BACKEND, threads), threads + " threads");
    }
    assertSame(expected, inPlace(reduction, inputs), "in place");
    var plain = fused.run(PLAIN, 1);
    assertSame(
        expected.subList(1, 4), plain.subList(1, 4), "without vectors, what is not transcendental");
    var reference = fused.run(new ReferenceBackend(), 1);
    IntStream.range(0, 4)
        .forEach(
            i ->
                assertArrayEquals(
                    reference.get(i).toDoubles(),
                    plain.get(i).toDoubles(),
                    2e-6 * (1 + test.shape.size())));
  }

  @TestFactory
  Stream<DynamicTest> magnitudesAreSummedUpWithoutBeingStored() {
    return cases()
        .flatMap(
            test ->
                Stream.of(DType.FLOAT32, DType.FLOAT64)
                    .map(
                        dtype ->
                            DynamicTest.dynamicTest(
                                test.shape + " " + test.axes + " " + dtype,
                                () -> checkMagnitudes(test, dtype))));
  }

  private static void checkMagnitudes(Case test, DType dtype) {
    var x = new TensorType(dtype, test.shape);
    var second = new Step(new Unary(Unary.Function.ABS), List.of(1), dtype);
    var first = new Step(new Unary(Unary.Function.ABS), List.of(0), dtype);
    var program =
        new ElementwiseProgram(test.shape, List.of(x, x), List.of(second, first), List.of(2, 3));
    var sums = List.of(Reduce.Function.SUM, Reduce.Function.SUM);
    var reduction = new Reduction(program, sums, test.axes);
    var inputs = KernelCase.values(program.inputs(), 0, 3);
    inputs.get(1).setDouble(test.shape.size() / 2, Double.NEGATIVE_INFINITY);
    var fused = new KernelCase(reduction, inputs);
    var expected = fused.run(new ReferenceBackend(), 1);
    Trials.beginAnew();
    var mixed = fused.run(BACKEND, 1);
    Trials.letVectorsWin();
    for (var threads = 1; threads <= 3; threads++) {
      assertSame(mixed, fused.run(BACKEND, threads), threads + " threads");
    }
    assertSame(mixed, fused.run(PLAIN, 1), "without vectors");
    for (var i = 0; i < 2; i++) {
      var sum = expected.get(i).toDoubles();
      assertArrayEquals(sum, mixed.get(i).toDoubles(), 2e-6 * (1 + test.shape.size()));
    }
  }

  private static void assertSame(List<NdArray> expected, List<NdArray> actual, String how) {
    for (var i = 0; i < expected.size(); i++) {
      assertArrayEquals(
          expected.get(i).toDoubles(), actual.get(i).toDoubles(), how + ", output " + i);
    }
  }

  /** The same with the stored result in the buffer of the first input. */
  private static List<NdArray> inPlace(Reduction reduction, List<NdArray> inputs) {
    try (var session = BACKEND.open(new Execution(2))) {
      var kernel = ((Compilation.Compiled) session.compile(reduction)).kernel();
      var in = new Buffer[inputs.size()];
      for (var i = 0; i < in.length; i++) {
        in[i] = session.allocate(inputs.get(i).dtype(), inputs.get(i).size());
        in[i].write(inputs.get(i).elements());
      }
      var out = new Buffer[reduction.outputs().size()];
      for (var i = 0; i < out.length; i++) {
        var type = reduction.outputs().get(i);
        out[i] = i == 0 ? in[0] : session.allocate(type.dtype(), type.shape().size());
      }
      kernel.run(in, out);
      return IntStream.range(0, out.length)
          .mapToObj(
              i -> {
                var result = NdArray.zeros(reduction.outputs().get(i));
                out[i].read(result.elements());
                return result;
              })
          .toList();
    }
  }
}
