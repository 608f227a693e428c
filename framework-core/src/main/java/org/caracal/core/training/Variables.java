package org.caracal.core.training;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.DataException;
import org.caracal.array.NdArray;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.core.data.FiniteNumbers;
import org.caracal.core.plan.HostView;

/**
 * The values that persist from step to step, by path, each in a buffer of the backend in use.
 * Confined to the thread of the run.
 */
final class Variables {
  private final List<VariableSpec> specs;
  private final Map<String, Buffer> buffers = new LinkedHashMap<>();

  /** Variables with the first values of a seed, on the heap until they are moved. */
  Variables(Collection<VariableSpec> specs, long seed) {
    this.specs = List.copyOf(specs);
    for (var spec : this.specs) {
      var first = new double[spec.type().shape().size()];
      spec.initial().fill(seed, first);
      var array = NdArray.zeros(spec.type());
      for (var i = 0; i < first.length; i++) {
        array.setDouble(i, first[i]);
      }
      var buffer = new HeapBuffer(spec.type().dtype(), first.length);
      buffer.write(array.elements());
      buffers.put(spec.path(), buffer);
    }
  }

  /** The buffers by path. */
  Map<String, Buffer> buffers() {
    return Collections.unmodifiableMap(buffers);
  }

  /**
   * Moves all values to the storage of a session; between sessions that compute on the heap nothing
   * is copied.
   */
  void moveTo(BackendSession session) {
    var moved = new LinkedHashMap<String, Buffer>();
    for (var spec : specs) {
      moved.put(spec.path(), moved(spec, buffers.get(spec.path()), session));
    }
    replace(moved);
  }

  /** Moves all values to the heap, where they need no backend. */
  void moveToHeap() {
    var moved = new LinkedHashMap<String, Buffer>();
    for (var spec : specs) {
      var buffer = buffers.get(spec.path());
      moved.put(
          spec.path(),
          buffer instanceof HeapBuffer
              ? buffer
              : copy(spec, buffer, new HeapBuffer(buffer.dtype(), buffer.length())));
    }
    replace(moved);
  }

  /**
   * Gives up all values, for they cannot be read any more; fresh ones on the heap stand in until
   * they are overwritten.
   */
  void abandon() {
    specs.forEach(
        spec ->
            buffers.put(
                spec.path(), new HeapBuffer(spec.type().dtype(), spec.type().shape().size())));
  }

  private static Buffer moved(VariableSpec spec, Buffer buffer, BackendSession session) {
    var probe = session.allocate(buffer.dtype(), 1);
    if (buffer instanceof HeapBuffer && probe instanceof HeapBuffer) {
      return buffer;
    }
    probe.close();
    return copy(spec, buffer, session.allocate(buffer.dtype(), buffer.length()));
  }

  private static Buffer copy(VariableSpec spec, Buffer from, Buffer to) {
    var array = NdArray.zeros(spec.type());
    from.read(array.elements());
    to.write(array.elements());
    return to;
  }

  /** Only when all are there: a move that fails half way leaves everything as it was. */
  private void replace(Map<String, Buffer> moved) {
    for (var entry : moved.entrySet()) {
      var old = buffers.put(entry.getKey(), entry.getValue());
      if (old != null && old != entry.getValue()) {
        old.close();
      }
    }
  }

  /**
   * Sets numbers that are subnormal, or soon may be, to 0, where they are on the heap: other
   * storage belongs to processors that have no trouble with them.
   */
  void flushSubnormals() {
    for (var i = 0; i < specs.size(); i++) { // an iterator would be allocated
      if (buffers.get(specs.get(i).path()) instanceof HeapBuffer heap) {
        Subnormals.flush(heap);
      }
    }
  }

  /** The path of a parameter that holds a value that is not finite. */
  Optional<String> notFinite() {
    return specs.stream()
        .filter(spec -> spec.initial() instanceof ParameterInitial)
        .filter(spec -> !isFinite(spec))
        .map(VariableSpec::path)
        .findFirst();
  }

  private boolean isFinite(VariableSpec spec) {
    var buffer = buffers.get(spec.path());
    if (buffer instanceof HeapBuffer heap) {
      return FiniteNumbers.areFinite(heap.array(), spec.type().shape().size());
    }
    return FiniteNumbers.areFinite(new HostView(buffer, spec.type()).read());
  }

  /** Copies all values to arrays of the same paths; makes the arrays that are missing. */
  void copyTo(Map<String, NdArray> arrays) {
    for (var spec : specs) {
      var array = arrays.computeIfAbsent(spec.path(), path -> NdArray.zeros(spec.type()));
      buffers.get(spec.path()).read(array.elements());
    }
  }

  /**
   * Takes over all values.
   *
   * @throws DataException if one is missing or of another type
   */
  void copyFrom(Map<String, NdArray> arrays) {
    for (var spec : specs) {
      var array = arrays.get(spec.path());
      if (array == null || !array.type().equals(spec.type())) {
        throw new DataException(
            "the checkpoint does not fit the model: "
                + spec.path()
                + " should be "
                + spec.type()
                + (array == null ? ", but is missing" : ", not " + array.type()));
      }
    }
    specs.forEach(spec -> buffers.get(spec.path()).write(arrays.get(spec.path()).elements()));
  }
}
