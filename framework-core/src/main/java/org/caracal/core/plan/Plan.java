package org.caracal.core.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.caracal.backend.Buffer;
import org.caracal.graph.Tensor;

/**
 * A step, ready to run over and over on one backend session: kernels in order, bound to buffers.
 * Running allocates nothing. Used by one thread at a time.
 */
public final class Plan implements AutoCloseable {
  private final List<Segment> segments;
  private final KernelCall[][] calls;
  private final Map<Tensor, Buffer> feeds;
  private final Map<Tensor, Buffer> fetches;
  private final Map<Tensor, Buffer> results;
  private final List<Buffer> owned;

  /**
   * Creates a plan.
   *
   * @param calls the kernel calls of each segment
   * @param owned the buffers that are closed with the plan
   */
  Plan(
      List<Segment> segments,
      KernelCall[][] calls,
      Map<Tensor, Buffer> feeds,
      Map<Tensor, Buffer> fetches,
      Map<Tensor, Buffer> results,
      List<Buffer> owned) {
    this.segments = segments;
    this.calls = calls;
    this.feeds = feeds;
    this.fetches = fetches;
    this.results = results;
    this.owned = owned;
  }

  /** Where a feed is written before a run. What was written stays until it is written anew. */
  public Buffer feed(Tensor feed) {
    return found(feeds, feed, "a feed");
  }

  /** Where a fetch is read after a run; valid until the next run. */
  public Buffer fetch(Tensor fetch) {
    return found(fetches, fetch, "a fetch");
  }

  /**
   * Where a result of a segment is read, in an observed plan; valid from the end of its segment to
   * the start of the next.
   */
  public Buffer value(Tensor result) {
    return found(results, result, "an observed result");
  }

  /** The number of segments. */
  public int segmentCount() {
    return segments.size();
  }

  /** A segment of the step. */
  public Segment segment(int index) {
    return segments.get(index);
  }

  /**
   * Runs one segment. All segments before it must have been run since the feeds were written.
   *
   * @throws org.caracal.DataException if an index in the data is out of range
   * @throws org.caracal.PluginException if a kernel fails otherwise; names segment and operation
   */
  public void run(int segment) {
    for (var call : calls[segment]) {
      call.run(segments.get(segment));
    }
  }

  /** Runs all segments. */
  public void run() {
    for (var segment = 0; segment < calls.length; segment++) {
      run(segment);
    }
  }

  /** The number of kernel calls in a run. */
  public int kernelCount() {
    return Stream.of(calls).mapToInt(segment -> segment.length).sum();
  }

  /** Frees all buffers but those of variables. Idempotent. */
  @Override
  public void close() {
    owned.forEach(Buffer::close);
  }

  /** A table of all kernel calls, for people. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var segment = 0; segment < calls.length; segment++) {
      text.append(segments.get(segment)).append('\n');
      for (var call : calls[segment]) {
        text.append("  ").append(call).append('\n');
      }
    }
    return text.toString();
  }

  private static Buffer found(Map<Tensor, Buffer> buffers, Tensor tensor, String expected) {
    var buffer = buffers.get(tensor);
    if (buffer == null) {
      throw new IllegalArgumentException(tensor + " is not " + expected + " of this plan");
    }
    return buffer;
  }
}
