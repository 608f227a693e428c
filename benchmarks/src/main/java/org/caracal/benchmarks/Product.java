package org.caracal.benchmarks;

import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.MatMul;

/** A batch of products {@code [m, k] x [k, n]}; transposed operands are stored the other way. */
record Product(boolean transposeLeft, boolean transposeRight, int batch, int m, int k, int n) {
  @Override
  public String toString() {
    return (transposeLeft ? "T" : "N")
        + (transposeRight ? "T " : "N ")
        + (batch > 1 ? batch + " x " : "")
        + m
        + "x"
        + k
        + "x"
        + n;
  }

  /** Multiplications and additions. */
  double operations() {
    return 2.0 * batch * m * k * n;
  }

  /** The product of operands of a type. */
  Bound bind(DType dtype) {
    var left = transposeLeft ? Shape.of(batch, k, m) : Shape.of(batch, m, k);
    var right = transposeRight ? Shape.of(batch, n, k) : Shape.of(batch, k, n);
    return new Bound(this, List.of(new TensorType(dtype, left), new TensorType(dtype, right)));
  }

  /** The product of operands of these types. */
  record Bound(Product product, List<TensorType> operands) {
    /** A run of a session's kernel. */
    Runnable kernel(BackendSession session) {
      var request =
          new SingleOperation(new MatMul(product.transposeLeft, product.transposeRight), operands);
      var kernel = ((Compilation.Compiled) session.compile(request)).kernel();
      var inputs = operands.stream().map(type -> filled(session, type)).toArray(Buffer[]::new);
      var result = request.output();
      var outputs = new Buffer[] {session.allocate(result.dtype(), result.shape().size())};
      return () -> kernel.run(inputs, outputs);
    }

    private static Buffer filled(BackendSession session, TensorType type) {
      var buffer = session.allocate(type.dtype(), type.shape().size());
      var random = new Random(1);
      for (var i = 0; i < buffer.length(); i++) {
        if (type.dtype() == DType.FLOAT64) {
          ((HeapBuffer) buffer).doubles()[i] = random.nextDouble() - 0.5;
        } else {
          ((HeapBuffer) buffer).floats()[i] = random.nextFloat() - 0.5f;
        }
      }
      return buffer;
    }

    /** A run of OpenBLAS on memory outside the heap. */
    Runnable raw() {
      return operands.get(0).dtype() == DType.FLOAT64 ? rawDoubles() : rawFloats();
    }

    private Runnable rawFloats() {
      var a = floats(operands.get(0));
      var b = floats(operands.get(1));
      var c = new FloatPointer((long) product.batch * product.m * product.n);
      return () -> {
        for (var i = 0L; i < product.batch; i++) {
          openblas_nolapack.cblas_sgemm(
              openblas_nolapack.CblasRowMajor,
              transposition(product.transposeLeft),
              transposition(product.transposeRight),
              product.m,
              product.n,
              product.k,
              1,
              a.position(i * product.m * product.k),
              product.transposeLeft ? product.m : product.k,
              b.position(i * product.k * product.n),
              product.transposeRight ? product.k : product.n,
              0,
              c.position(i * product.m * product.n),
              product.n);
        }
      };
    }

    private Runnable rawDoubles() {
      var a = doubles(operands.get(0));
      var b = doubles(operands.get(1));
      var c = new DoublePointer((long) product.batch * product.m * product.n);
      return () -> {
        for (var i = 0L; i < product.batch; i++) {
          openblas_nolapack.cblas_dgemm(
              openblas_nolapack.CblasRowMajor,
              transposition(product.transposeLeft),
              transposition(product.transposeRight),
              product.m,
              product.n,
              product.k,
              1,
              a.position(i * product.m * product.k),
              product.transposeLeft ? product.m : product.k,
              b.position(i * product.k * product.n),
              product.transposeRight ? product.k : product.n,
              0,
              c.position(i * product.m * product.n),
              product.n);
        }
      };
    }

    private static int transposition(boolean transpose) {
      return transpose ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    }

    private static FloatPointer floats(TensorType type) {
      return new FloatPointer(
          new Random(1)
              .doubles(type.shape().size())
              .collect(
                  () -> java.nio.FloatBuffer.allocate(type.shape().size()),
                  (buffer, value) -> buffer.put((float) value - 0.5f),
                  (x, y) -> {})
              .array());
    }

    private static DoublePointer doubles(TensorType type) {
      return new DoublePointer(
          new Random(1).doubles(type.shape().size()).map(x -> x - 0.5).toArray());
    }
  }
}
