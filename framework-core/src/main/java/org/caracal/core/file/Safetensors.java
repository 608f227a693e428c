package org.caracal.core.file;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caracal.DataException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The safetensors format (https://github.com/huggingface/safetensors): eight bytes with the length
 * of a JSON header, the header, the elements, all little-endian.
 *
 * @param metadata texts by key
 * @param tensors arrays by name
 */
public record Safetensors(Map<String, String> metadata, Map<String, NdArray> tensors) {
  private static final int LARGEST_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";
  private static final Map<DType, String> NAMES =
      Map.of(
          DType.FLOAT32,
          "F32",
          DType.FLOAT64,
          "F64",
          DType.INT32,
          "I32",
          DType.INT64,
          "I64",
          DType.BOOL,
          "BOOL");

  /**
   * The file's bytes in three parts: length, header, elements. The header is padded to a multiple
   * of 8.
   */
  public List<ByteBuffer> encode() {
    var header = new LinkedHashMap<String, Object>();
    header.put(METADATA, metadata);
    var sorted = new TreeMap<>(tensors);
    long offset = 0;
    for (var entry : sorted.entrySet()) {
      var array = entry.getValue();
      var end = offset + (long) array.size() * array.dtype().bytes();
      header.put(
          entry.getKey(),
          Map.of(
              "dtype",
              NAMES.get(array.dtype()),
              "shape",
              array.shape().toArray(),
              "data_offsets",
              new long[] {offset, end}));
      offset = end;
    }
    if (offset > Integer.MAX_VALUE - 16) {
      throw new DataException(
          "the tensors need " + offset + " bytes, more than the 2 GiB that one file may hold");
    }
    var text = json(header);
    var padded = ByteBuffer.allocate((text.length + 7) / 8 * 8).put(text);
    while (padded.hasRemaining()) {
      padded.put((byte) ' ');
    }
    var elements = ByteBuffer.allocate((int) offset).order(ByteOrder.LITTLE_ENDIAN);
    sorted.values().forEach(array -> Elements.write(array, elements));
    var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(padded.capacity());
    return List.of(length.flip(), padded.flip(), elements.flip());
  }

  private static byte[] json(Map<String, Object> header) {
    try {
      return JSON.std.asString(header).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DataException("the header cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file's bytes.
   *
   * @param name name of the file, for messages
   * @throws DataException if the bytes are no complete safetensors file
   */
  public static Safetensors decode(String name, ByteBuffer bytes) {
    var file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    require(
        file.remaining() >= 8,
        name,
        "it has " + file.remaining() + " bytes, fewer than its length field");
    var headerLength = file.getLong();
    require(
        headerLength >= 2 && headerLength <= Math.min(LARGEST_HEADER, file.remaining()),
        name,
        "its header should have "
            + headerLength
            + " bytes, but "
            + file.remaining()
            + " are there");
    var text = new byte[(int) headerLength];
    file.get(text);
    var elements = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    var metadata = new TreeMap<String, String>();
    var tensors = new TreeMap<String, NdArray>();
    long expected = 0;
    for (var entry : parse(name, text).entrySet()) {
      if (entry.getKey().equals(METADATA)) {
        map(name, METADATA, entry.getValue())
            .forEach((key, value) -> metadata.put(key, String.valueOf(value)));
      } else {
        var array =
            tensor(name, entry.getKey(), map(name, entry.getKey(), entry.getValue()), elements);
        tensors.put(entry.getKey(), array);
        expected += (long) array.size() * array.dtype().bytes();
      }
    }
    require(
        expected == elements.capacity(),
        name,
        "its tensors take " + expected + " bytes, but " + elements.capacity() + " are there");
    return new Safetensors(metadata, tensors);
  }

  private static Map<String, Object> parse(String name, byte[] text) {
    try {
      return JSON.std.mapFrom(new String(text, StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      throw new DataException(name + " is damaged: its header is no JSON: " + e.getMessage(), e);
    }
  }

  private static NdArray tensor(
      String name, String tensor, Map<String, Object> entry, ByteBuffer elements) {
    var dtype =
        NAMES.entrySet().stream()
            .filter(known -> known.getValue().equals(entry.get("dtype")))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(
                () ->
                    new DataException(
                        name
                            + ": tensor "
                            + tensor
                            + " has the element type "
                            + entry.get("dtype")
                            + "; those that are read are "
                            + new TreeMap<>(NAMES).values()));
    var extents =
        numbers(name, tensor, entry.get("shape")).stream().mapToInt(Math::toIntExact).toArray();
    var offsets = numbers(name, tensor, entry.get("data_offsets"));
    var type = new TensorType(dtype, shape(name, tensor, extents));
    require(
        offsets.size() == 2
            && offsets.get(0) >= 0
            && offsets.get(1) <= elements.capacity()
            && offsets.get(1) - offsets.get(0) == (long) type.shape().size() * dtype.bytes(),
        name,
        "tensor "
            + tensor
            + " of "
            + type
            + " should lie at "
            + offsets
            + " of "
            + elements.capacity()
            + " bytes");
    var slice =
        elements.slice(
            Math.toIntExact(offsets.get(0)), Math.toIntExact(offsets.get(1) - offsets.get(0)));
    return Elements.read(type, slice.order(ByteOrder.LITTLE_ENDIAN));
  }

  private static Shape shape(String name, String tensor, int[] extents) {
    try {
      return Shape.of(extents);
    } catch (IllegalArgumentException e) {
      throw new DataException(name + " is damaged: tensor " + tensor + ": " + e.getMessage(), e);
    }
  }

  private static List<Long> numbers(String name, String tensor, Object value) {
    require(
        value instanceof List<?> list
            && list.stream().allMatch(item -> item instanceof Integer || item instanceof Long)
            && list.stream()
                .allMatch(
                    item ->
                        ((Number) item).longValue() >= 0
                            && ((Number) item).longValue() <= Integer.MAX_VALUE),
        name,
        "tensor " + tensor + " has no proper shape or place: " + value);
    return ((List<?>) value).stream().map(item -> ((Number) item).longValue()).toList();
  }

  @SuppressWarnings("unchecked") // JSON objects have texts as keys
  private static Map<String, Object> map(String name, String key, Object value) {
    require(value instanceof Map, name, "the entry " + key + " of its header is " + value);
    return (Map<String, Object>) value;
  }

  private static void require(boolean condition, String name, String problem) {
    if (!condition) {
      throw new DataException(name + " is truncated or damaged: " + problem);
    }
  }
}
