package org.caracal.core.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.backend.BackendSession;
import org.caracal.core.plan.Instrument;
import org.caracal.training.Profile;
import org.jspecify.annotations.Nullable;

/** Makes the profiles of a run, one for each backend. */
public final class RunProfiler implements Profiler {
  private final List<String> layers;
  private final DType dtype;
  private final Map<String, BackendProfiler> backends = new LinkedHashMap<>();
  private @Nullable BackendProfiler current;
  private long began;
  private long batched;
  private long computed;
  private long allocated;

  /**
   * For a run that has not begun.
   *
   * @param layers paths of the layers, in the order of the model
   * @param dtype what the model computes with
   */
  public RunProfiler(List<String> layers, DType dtype) {
    this.layers = layers;
    this.dtype = dtype;
  }

  @Override
  public Instrument enter(String backend, int threads) {
    current = backends.computeIfAbsent(backend, name -> new BackendProfiler(name, threads));
    return current;
  }

  @Override
  public void leave(BackendSession session) {
    if (current != null) {
      current.measure(session, dtype);
      current = null;
    }
  }

  @Override
  public void begin() {
    allocated = AllocatedBytes.ofThisThread();
    began = System.nanoTime();
  }

  @Override
  public void hasBatch() {
    batched = System.nanoTime();
  }

  @Override
  public void hasComputed() {
    computed = System.nanoTime();
  }

  @Override
  public void hasTold() {
    var now = System.nanoTime();
    if (current != null) {
      var bytes = AllocatedBytes.ofThisThread() - allocated;
      current.step(now - began, batched - began, now - computed, bytes);
    }
    begin();
  }

  @Override
  public List<Profile> profiles() {
    return backends.values().stream()
        .filter(BackendProfiler::hasSteps)
        .map(backend -> backend.profile(layers))
        .toList();
  }
}
