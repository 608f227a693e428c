package org.caracal.backend.nativeblas;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Epilogue;
import org.caracal.backend.Kernel;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.Limits;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.JavaSession;
import org.caracal.graph.MatMul;

/**
 * A session of the Java backend whose larger matrix products are computed by OpenBLAS. Its memory
 * outside the heap is freed when it is closed, not when the bundle stops: a kernel may run then.
 */
final class NativeSession implements BackendSession {
  private final JavaSession java;
  private final OpenBlas openBlas;
  private final Routing routing;
  private final Map<DType, Staging> staging = new EnumMap<>(DType.class);

  NativeSession(JavaSession java, OpenBlas openBlas, Routing routing) {
    this.java = java;
    this.openBlas = openBlas;
    this.routing = routing;
  }

  @Override
  public Buffer allocate(DType dtype, int length) {
    return java.allocate(dtype, length);
  }

  @Override
  public Compilation compile(KernelRequest request) {
    if (request instanceof SingleOperation single && isNative(single, false)) {
      return new Compilation.Compiled(kernel(single));
    }
    if (request instanceof Epilogue epilogue && isNative(epilogue.producer(), true)) {
      return new Compilation.Declined("OpenBLAS computes products and nothing after them");
    }
    return java.compile(request);
  }

  @Override
  public Optional<Limits> limits(DType dtype) {
    return java.limits(dtype);
  }

  private boolean isNative(SingleOperation single, boolean followed) {
    if (!(single.operation() instanceof MatMul operation)) {
      return false;
    }
    var product = MatrixProduct.of(operation, single.inputs());
    // BLAS takes no matrices without elements
    return product.batch() * product.operations() > 0
        && routing.prefersOpenBlas(product, single.output().dtype(), followed);
  }

  private Kernel kernel(SingleOperation single) {
    var product = MatrixProduct.of((MatMul) single.operation(), single.inputs());
    var dtype = single.output().dtype();
    var pool = java.pool();
    if (openBlas.takesArrays()) {
      return new ArrayKernel(product, dtype == DType.FLOAT64, pool);
    }
    var memory = staging.computeIfAbsent(dtype, this::newStaging);
    var tiles = Tiles.of(product, pool, Double.POSITIVE_INFINITY);
    return tiles.count() == 1
        ? new BatchKernel(product, memory, pool)
        : new TileKernel(product, tiles, memory, pool);
  }

  private Staging newStaging(DType dtype) {
    var workers = java.pool().threads();
    return dtype == DType.FLOAT64 ? new DoubleStaging(workers) : new FloatStaging(workers);
  }

  @Override
  public void close() {
    java.close();
    staging.values().forEach(Staging::close);
    staging.clear();
  }
}
