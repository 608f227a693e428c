package org.caracal.core.training;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.NdArray;
import org.caracal.core.checkpoint.CheckpointStore;

/**
 * The last good state of a run on the heap, to go back to if a backend takes the variables down
 * with it; and its way to checkpoints. Confined to the thread of the run.
 */
final class SavePoint {
  private final RunParts parts;
  private final EarlyStopping stopping;
  private final CheckpointContent content;
  private final Optional<CheckpointStore> store;
  private final Map<String, NdArray> tensors = new HashMap<>();
  private Progress progress = Progress.NONE;
  private Optional<Path> saved = Optional.empty();
  private long savedStep = -1;

  SavePoint(
      RunParts parts,
      EarlyStopping stopping,
      CheckpointContent content,
      Optional<CheckpointStore> store) {
    this.parts = parts;
    this.stopping = stopping;
    this.content = content;
    this.store = store;
  }

  /** Notes the present state. */
  void take(Progress now) {
    parts.variables().copyTo(tensors);
    progress = now;
  }

  /** Puts the variables back to the noted state. */
  Progress restore() {
    parts.variables().copyFrom(tensors);
    return progress;
  }

  /**
   * Saves the noted state as a checkpoint, if there is a folder for them and it is not there yet.
   */
  void save(Map<String, Double> metrics, boolean best) {
    if (store.isEmpty() || savedStep == progress.step()) {
      return;
    }
    var snapshot =
        content.snapshot(progress, tensors, stopping.state(), metrics, parts.status().backend());
    var file = store.get().save(snapshot, best);
    savedStep = progress.step();
    saved = Optional.of(file);
    parts.events().saved(file);
  }

  /** The last checkpoint of this run. */
  Optional<Path> saved() {
    return saved;
  }
}
