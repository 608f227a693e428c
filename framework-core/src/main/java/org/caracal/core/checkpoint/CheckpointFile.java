package org.caracal.core.checkpoint;

import com.fasterxml.jackson.jr.ob.JSON;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.caracal.DataException;
import org.caracal.array.NdArray;
import org.caracal.core.file.AtomicFile;
import org.caracal.core.file.Bytes;
import org.caracal.core.file.Reason;
import org.caracal.core.file.Safetensors;

/**
 * One checkpoint in one safetensors file: everything but the tensors is JSON in its metadata, with
 * a checksum over all.
 */
final class CheckpointFile {
  private static final String STEP = "caracal.step";
  private static final String META = "caracal.meta";
  private static final String CHECKSUM = "caracal.sha256";

  private CheckpointFile() {}

  static void write(Path file, Snapshot snapshot) throws IOException {
    var meta = JSON.std.asString(new TreeMap<>(snapshot.meta()));
    var step = Long.toString(snapshot.step());
    var tensors = snapshot.tensors();
    var elements = new Safetensors(Map.of(), tensors).elements();
    var checksum = checksum(step, meta, tensors, elements);
    var metadata = new TreeMap<>(Map.of(STEP, step, META, meta, CHECKSUM, checksum));
    AtomicFile.write(file, new Safetensors(metadata, tensors).encode(elements));
  }

  /**
   * Reads and verifies a checkpoint.
   *
   * @throws DataException if it is truncated or damaged
   */
  static Snapshot read(Path file) {
    var content = Safetensors.decode(file.toString(), bytes(file));
    var step = content.metadata().get(STEP);
    var meta = content.metadata().get(META);
    if (step == null || meta == null) {
      throw new DataException(
          file + " is a safetensors file, but no checkpoint: it lacks " + STEP + " or " + META);
    }
    if (!checksum(step, meta, content.tensors()).equals(content.metadata().get(CHECKSUM))) {
      throw new DataException(file + " is damaged: its checksum does not fit");
    }
    try {
      if (JSON.std.anyFrom(meta) instanceof Map<?, ?>) {
        return new Snapshot(Long.parseLong(step), JSON.std.mapFrom(meta), content.tensors());
      }
      throw new DataException(file + " is damaged: its metadata is no JSON object");
    } catch (IOException | NumberFormatException e) {
      throw new DataException(file + " is damaged: its metadata makes no sense: " + e, e);
    }
  }

  private static ByteBuffer bytes(Path file) {
    try {
      return ByteBuffer.wrap(Bytes.readWhole(file));
    } catch (IOException e) {
      throw new DataException("checkpoint " + file + " cannot be read: " + Reason.of(e), e);
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "checkpoint " + file + " does not fit into memory; give the JVM more by -Xmx", e);
    }
  }

  /** Over names, types and elements, so that no flipped bit goes unseen. */
  static String checksum(String step, String meta, Map<String, NdArray> tensors) {
    return checksum(step, meta, tensors, new Safetensors(Map.of(), tensors).elements());
  }

  private static String checksum(
      String step, String meta, Map<String, NdArray> tensors, ByteBuffer elements) {
    var hasher = Hashing.sha256().newHasher();
    hasher.putString(step + "\n" + meta + "\n", StandardCharsets.UTF_8);
    for (var entry : new TreeMap<>(tensors).entrySet()) {
      hasher.putString(
          entry.getKey() + " " + entry.getValue().type() + "\n", StandardCharsets.UTF_8);
    }
    hasher.putBytes(elements.duplicate());
    return hasher.hash().toString();
  }
}
