package org.caracal.backend.nativeblas;

import java.util.List;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.caracal.array.TensorType;
import org.caracal.graph.MatMul;

/**
 * A batch of products {@code op(a) op(b)} of row-major matrices, {@code [m, k] x [k, n]}.
 *
 * @param transposeLeft whether a is stored as {@code [k, m]}
 * @param transposeRight whether b is stored as {@code [n, k]}
 * @param batch number of products
 */
record MatrixProduct(
    boolean transposeLeft, boolean transposeRight, int batch, int m, int n, int k) {
  static MatrixProduct of(MatMul operation, List<TensorType> inputs) {
    var left = inputs.get(0).shape();
    var result = operation.infer(inputs).shape();
    return new MatrixProduct(
        operation.transposeLeft(),
        operation.transposeRight(),
        left.slice(0, left.rank() - 2).size(),
        result.extent(-2),
        result.extent(-1),
        left.extent(operation.transposeLeft() ? -2 : -1));
  }

  /** Elements of a left matrix. */
  int leftSize() {
    return m * k;
  }

  /** Elements of a right matrix. */
  int rightSize() {
    return k * n;
  }

  /** Elements of a product. */
  int resultSize() {
    return m * n;
  }

  /** Distance of the rows of a left matrix as it is stored. */
  int leftStride() {
    return transposeLeft ? m : k;
  }

  /** Distance of the rows of a right matrix as it is stored. */
  int rightStride() {
    return transposeRight ? k : n;
  }

  /** Where in a left matrix a row of {@code op(a)} starts. */
  int leftOffset(int row) {
    return transposeLeft ? row : row * k;
  }

  /** Where in a right matrix a column of {@code op(b)} starts. */
  int rightOffset(int column) {
    return transposeRight ? column * k : column;
  }

  /** Where in a left matrix a term of the first row of {@code op(a)} stands. */
  int leftTerm(int term) {
    return transposeLeft ? term * m : term;
  }

  /** Where in a right matrix a term of the first column of {@code op(b)} stands. */
  int rightTerm(int term) {
    return transposeRight ? term : term * n;
  }

  int leftTransposition() {
    return transposition(transposeLeft);
  }

  int rightTransposition() {
    return transposition(transposeRight);
  }

  private static int transposition(boolean transpose) {
    return transpose ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
  }

  /** Multiplications and additions of one product. */
  double operations() {
    return 2.0 * m * n * k;
  }

  /** Operations for each element of the three matrices. */
  double intensity() {
    return operations() / (leftSize() + rightSize() + (double) resultSize());
  }
}
