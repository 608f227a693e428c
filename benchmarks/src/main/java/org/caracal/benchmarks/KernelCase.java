package org.caracal.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.caracal.array.DType;
import org.caracal.backend.Execution;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;
import org.caracal.benchmarks.ConvolutionShape.Pass;

/**
 * A kernel of the Java backend that can be measured.
 *
 * @param name what it computes, as {@link ProductTable} and {@link ConvolutionBenchmark} call it
 * @param kernel makes it, with operands of its own
 */
record KernelCase(String name, Function<JavaSession, Runnable> kernel) {
  /** Matrix products and convolutions in {@code float32}. */
  private static List<KernelCase> all() {
    var all = new ArrayList<KernelCase>();
    for (var product : ProductShapes.all()) {
      all.add(
          new KernelCase(
              product.toString(), session -> product.bind(DType.FLOAT32).kernel(session)));
    }
    for (var shape : ConvolutionShape.all()) {
      for (var pass : Pass.values()) {
        all.add(
            new KernelCase(
                shape + ", " + pass, session -> ConvolutionBenchmark.kernel(session, shape, pass)));
      }
    }
    return all;
  }

  /** A run of a case on one thread; its session lives as long as the process. */
  static Runnable run(String name) {
    var session = new JavaSession(new Execution(1), Loops.best());
    return all().stream()
        .filter(one -> one.name.equals(name))
        .findFirst()
        .orElseThrow()
        .kernel
        .apply(session);
  }
}
