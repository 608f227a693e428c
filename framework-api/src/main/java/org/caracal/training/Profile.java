package org.caracal.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.caracal.backend.Limits;

/**
 * What the training steps of a run spent their time on, on one backend. All sums are over the
 * counted steps; evaluations, checkpoints and pauses are left out.
 *
 * @param backend name of the backend
 * @param threads number of threads that it computed with
 * @param limits what these threads can do at most; empty if the backend does not know
 * @param steps number of steps that count
 * @param skipped number of steps before them, which do not count: the JVM was still compiling
 * @param nanoseconds wall time of the steps
 * @param waiting how much of it was spent waiting for batches
 * @param telling how much of it was spent on metrics and events, listeners included
 * @param allocated bytes that the thread of the run allocated on the heap in the steps
 * @param layers paths of all layers, in the order of the model
 * @param kernels the kernels, the most expensive first
 */
public record Profile(
    String backend,
    int threads,
    Optional<Limits> limits,
    long steps,
    long skipped,
    long nanoseconds,
    long waiting,
    long telling,
    long allocated,
    List<String> layers,
    List<Kernel> kernels) {

  /** The parts of a step. */
  public enum Part {
    /** The forward pass of a layer. */
    FORWARD,
    /** The loss of a phase. */
    LOSS,
    /** The backward pass of a layer. */
    BACKWARD,
    /** Whether loss and gradients of a phase are finite, and their norm. */
    GUARD,
    /** The new values of variables that an optimizer gives in a phase. */
    UPDATE;

    /** Whether the path of a kernel of this part is that of a layer, not the name of a phase. */
    public boolean isOfLayer() {
      return this == FORWARD || this == BACKWARD;
    }
  }

  /**
   * What was spent.
   *
   * @param calls number of kernel calls
   * @param nanoseconds time in them
   * @param operations floating-point operations: a product of a matrix {@code [M, K]} and one
   *     {@code [K, N]} has 2 M N K, whichever way a kernel computes it
   * @param bytes bytes of all that was read and written, each operand once
   * @param allocated bytes allocated on the heap by the thread of the run
   * @param least nanoseconds that it takes at least by the {@link Limits}; not a number if they are
   *     unknown
   */
  public record Cost(
      long calls, long nanoseconds, double operations, double bytes, long allocated, double least) {
    /** Nothing. */
    public static final Cost NONE = new Cost(0, 0, 0, 0, 0, 0);

    /** Both. */
    public Cost plus(Cost other) {
      return new Cost(
          calls + other.calls,
          nanoseconds + other.nanoseconds,
          operations + other.operations,
          bytes + other.bytes,
          allocated + other.allocated,
          least + other.least);
    }

    /** Operations a nanosecond; 0 if nothing was called. */
    public double gigaflopsPerSecond() {
      return nanoseconds == 0 ? 0 : operations / nanoseconds;
    }

    /** Bytes a nanosecond; 0 if nothing was called. */
    public double gigabytesPerSecond() {
      return nanoseconds == 0 ? 0 : bytes / nanoseconds;
    }

    /**
     * Which share of the time it takes at least; above 1 where a kernel needs fewer operations than
     * are counted. Not a number if the limits are unknown or nothing was called.
     */
    public double shareOfLimit() {
      return nanoseconds == 0 ? Double.NaN : least / nanoseconds;
    }
  }

  /**
   * One kernel call of a step.
   *
   * @param part the part of the step
   * @param path path of the layer, or name of the phase
   * @param fused paths of further layers of which it does a part
   * @param name what it computes, with shapes, for people
   * @param cost what was spent on it
   */
  public record Kernel(Part part, String path, List<String> fused, String name, Cost cost) {
    /** Copies the list. */
    public Kernel {
      fused = List.copyOf(fused);
    }
  }

  /**
   * What was spent on a layer.
   *
   * @param path its path
   * @param forward on its forward pass
   * @param backward on its backward pass
   * @param fusedWith path of the layer whose kernels do all that it does; empty if it has kernels
   *     of its own, or needs none
   */
  public record Layer(String path, Cost forward, Cost backward, String fusedWith) {
    /** Both passes. */
    public Cost cost() {
      return forward.plus(backward);
    }
  }

  /** Copies the lists. */
  public Profile {
    layers = List.copyOf(layers);
    kernels = List.copyOf(kernels);
  }

  /** What was spent on each layer, in the order of the model. */
  public List<Layer> byLayer() {
    return layers.stream().map(this::layer).toList();
  }

  private Layer layer(String path) {
    var forward = cost(Part.FORWARD, path);
    var backward = cost(Part.BACKWARD, path);
    var host =
        forward.calls() + backward.calls() > 0
            ? ""
            : host(Part.FORWARD, path).or(() -> host(Part.BACKWARD, path)).orElse("");
    return new Layer(path, forward, backward, host);
  }

  private Cost cost(Part part, String path) {
    return kernels.stream()
        .filter(kernel -> kernel.part() == part && kernel.path().equals(path))
        .map(Kernel::cost)
        .reduce(Cost.NONE, Cost::plus);
  }

  private Optional<String> host(Part part, String path) {
    return kernels.stream()
        .filter(kernel -> kernel.part() == part && kernel.fused().contains(path))
        .map(Kernel::path)
        .findFirst();
  }

  /** What was spent on the parts of a step that belong to no layer, by part and phase. */
  public List<Kernel> byPhase() {
    return merged(kernel -> !kernel.part().isOfLayer(), kernel -> kernel.part() + kernel.path());
  }

  /** What was spent on equal kernels, those of all layers together, the most expensive first. */
  public List<Kernel> byKernel() {
    return merged(kernel -> true, Kernel::name);
  }

  private List<Kernel> merged(Predicate<Kernel> wanted, Function<Kernel, String> key) {
    Map<String, Kernel> merged = new LinkedHashMap<>();
    kernels.stream()
        .filter(wanted)
        .forEach(kernel -> merged.merge(key.apply(kernel), kernel, Profile::merge));
    var sorted = new ArrayList<>(merged.values());
    sorted.sort((a, b) -> Long.compare(b.cost().nanoseconds(), a.cost().nanoseconds()));
    return sorted;
  }

  private static Kernel merge(Kernel a, Kernel b) {
    return new Kernel(a.part(), a.path(), a.fused(), a.name(), a.cost().plus(b.cost()));
  }

  /** What was spent on all kernels. */
  public Cost total() {
    return kernels.stream().map(Kernel::cost).reduce(Cost.NONE, Cost::plus);
  }

  /** Wall time that is neither kernels nor waiting nor telling: copying batches, calls, gaps. */
  public long other() {
    return nanoseconds - waiting - telling - total().nanoseconds();
  }
}
