package org.caracal.benchmarks.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;

/** The data of a workload, the same for all systems: an npy file for each feature in a folder. */
public final class WorkloadData {
  private static final int HEADER = 128;

  private final Workload workload;
  private final Path folder;

  /** The data of a workload in a folder. */
  public WorkloadData(Workload workload, Path folder) {
    this.workload = workload;
    this.folder = folder;
  }

  /** Writes what is not there yet. */
  void write() {
    try {
      Files.createDirectories(folder);
      for (var feature : workload.features()) {
        if (!Files.exists(file(feature))) {
          Files.write(file(feature), encode(feature));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One batch of a feature of numbers, row by row. */
  public float[] numbers(int feature, int batch) {
    var numbers = new float[batchElements(feature)];
    read(feature, batch).asFloatBuffer().get(numbers);
    return numbers;
  }

  /** One batch of a feature of integers, row by row. */
  public int[] integers(int feature, int batch) {
    var integers = new int[batchElements(feature)];
    read(feature, batch).asIntBuffer().get(integers);
    return integers;
  }

  private int batchElements(int feature) {
    return workload.batchSize() * workload.features().get(feature).size();
  }

  private Path file(Feature feature) {
    return folder.resolve(feature.name() + ".npy");
  }

  private ByteBuffer read(int feature, int batch) {
    try (var channel = Files.newByteChannel(file(workload.features().get(feature)))) {
      var bytes = ByteBuffer.allocate(batchElements(feature) * Float.BYTES);
      channel.position(HEADER + (long) batch * bytes.capacity());
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until the batch is read
      }
      return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] encode(Feature feature) {
    var examples = workload.batchSize() * workload.batches();
    var elements = examples * feature.size();
    var bytes = ByteBuffer.allocate(HEADER + elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    var shape =
        Arrays.stream(feature.shape())
            .mapToObj(extent -> ", " + extent)
            .collect(Collectors.joining());
    var header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d%s), }"
            .formatted(
                feature.classes() > 0 ? "<i4" : "<f4", examples, shape.isEmpty() ? "," : shape);
    var prefix = 10;
    bytes.put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
    bytes.putShort((short) (HEADER - prefix));
    bytes.put(
        (header + " ".repeat(HEADER - prefix - 1 - header.length()) + "\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    var random = new Random(feature.name().hashCode());
    for (var i = 0; i < elements; i++) {
      if (feature.classes() > 0) {
        bytes.putInt(random.nextInt(feature.classes()));
      } else {
        bytes.putFloat(random.nextFloat());
      }
    }
    return bytes.array();
  }
}
