package org.caracal.it;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what checkpoints hold, by the published format of safetensors. */
final class Checkpoints {
  private Checkpoints() {}

  /** All {@code float32} tensors of a checkpoint by name. */
  static Map<String, float[]> tensors(Path file) {
    try {
      var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      var header = new byte[(int) bytes.getLong()];
      bytes.get(header);
      var data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
      var tensors = new TreeMap<String, float[]>();
      JSON.std
          .mapFrom(new String(header, StandardCharsets.UTF_8))
          .forEach(
              (name, entry) -> {
                if (entry instanceof Map<?, ?> tensor && "F32".equals(tensor.get("dtype"))) {
                  tensors.put(name, floats(data, (List<?>) tensor.get("data_offsets")));
                }
              });
      return tensors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] floats(ByteBuffer data, List<?> offsets) {
    var begin = ((Number) offsets.get(0)).intValue();
    var end = ((Number) offsets.get(1)).intValue();
    var floats = new float[(end - begin) / Float.BYTES];
    data.slice(begin, end - begin).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }
}
