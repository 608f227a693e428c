package org.caracal.backend.nativeblas;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Staging of {@code float64}. */
final class DoubleStaging implements Staging {
  private DoublePointer memory = new DoublePointer();
  private final DoublePointer[]
      left; // one for each worker, because a pointer's position is its state
  private final DoublePointer[] right;
  private final DoublePointer[] result;

  DoubleStaging(int workers) {
    left = new DoublePointer[workers];
    right = new DoublePointer[workers];
    result = new DoublePointer[workers];
  }

  @Override
  public void reserve(long elements) {
    if (elements <= memory.capacity()) {
      return;
    }
    memory.close();
    memory = new DoublePointer(elements);
    for (var worker = 0; worker < left.length; worker++) {
      left[worker] = memory.getPointer(0);
      right[worker] = memory.getPointer(0);
      result[worker] = memory.getPointer(0);
    }
  }

  @Override
  public void load(int worker, Object array, int offset, long place, int count) {
    left[worker].position(place).put((double[]) array, offset, count);
  }

  @Override
  public void store(int worker, long place, Object array, int offset, int count) {
    result[worker].position(place).get((double[]) array, offset, count);
  }

  @Override
  public void multiply(
      int worker,
      MatrixProduct product,
      int rows,
      int columns,
      long leftPlace,
      long rightPlace,
      long resultPlace) {
    openblas_nolapack.cblas_dgemm(
        openblas_nolapack.CblasRowMajor,
        product.leftTransposition(),
        product.rightTransposition(),
        rows,
        columns,
        product.k(),
        1,
        left[worker].position(leftPlace),
        product.leftStride(),
        right[worker].position(rightPlace),
        product.rightStride(),
        0,
        result[worker].position(resultPlace),
        product.n());
  }

  @Override
  public void close() {
    memory.close();
  }
}
