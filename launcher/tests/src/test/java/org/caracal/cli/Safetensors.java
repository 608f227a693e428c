package org.caracal.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A checkpoint as others read it: the length of the header in 8 bytes, the header in JSON, the
 * elements.
 *
 * @param tensors what the header says of each tensor; not what is said of the run
 * @param elements the bytes of all tensors
 */
record Safetensors(Map<String, Object> tensors, ByteBuffer elements) {
  static Safetensors read(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    var header = new byte[(int) bytes.getLong()];
    bytes.get(header);
    var tensors = Json.object(new String(header, StandardCharsets.UTF_8));
    tensors.remove("__metadata__");
    return new Safetensors(tensors, bytes.slice());
  }
}
