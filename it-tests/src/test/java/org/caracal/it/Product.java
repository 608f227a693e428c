package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Backend;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.Kernel;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.MatMul;

/** A product of two square matrices of small integers, which a session computes exactly. */
final class Product implements AutoCloseable {
  private final int n;
  private final BackendSession session;
  private final Kernel kernel;
  private final Buffer left;
  private final Buffer right;
  private final Buffer result;

  Product(Backend backend, int n) {
    this.n = n;
    session = backend.open(new Execution(2));
    var type = new TensorType(DType.FLOAT32, Shape.of(n, n));
    var request = new SingleOperation(new MatMul(false, false), List.of(type, type));
    kernel = assertInstanceOf(Compilation.Compiled.class, session.compile(request)).kernel();
    left = buffer(7);
    right = buffer(11);
    result = session.allocate(DType.FLOAT32, n * n);
  }

  /** Opens a session, computes once and closes it. */
  static void check(Backend backend) {
    try (var product = new Product(backend, 100)) {
      product.run();
    }
  }

  private Buffer buffer(int modulus) {
    var values = new float[n * n];
    for (var i = 0; i < values.length; i++) {
      values[i] = value(i, modulus);
    }
    var buffer = session.allocate(DType.FLOAT32, values.length);
    buffer.write(values);
    return buffer;
  }

  private static int value(int index, int modulus) {
    return index % modulus - modulus / 2;
  }

  /** Computes, and compares some elements. */
  void run() {
    kernel.run(new Buffer[] {left, right}, new Buffer[] {result});
    var values = new float[n * n];
    result.read(values);
    for (var i = 0; i < values.length; i += 997) {
      var sum = 0;
      for (var k = 0; k < n; k++) {
        sum += value(i / n * n + k, 7) * value(k * n + i % n, 11);
      }
      assertEquals(sum, values[i], 0, "element " + i);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
