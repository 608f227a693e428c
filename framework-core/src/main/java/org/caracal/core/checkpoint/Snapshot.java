package org.caracal.core.checkpoint;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.caracal.array.NdArray;

/**
 * The state of a run at the end of a step.
 *
 * @param step number of finished steps
 * @param meta all that is not a tensor, as JSON has it: maps, lists, text, numbers, truth values
 * @param tensors values by path
 */
public record Snapshot(long step, Map<String, Object> meta, Map<String, NdArray> tensors) {
  /** Sorts both by key. */
  public Snapshot {
    meta = Collections.unmodifiableMap(new TreeMap<>(meta));
    tensors = new TreeMap<>(tensors);
  }
}
