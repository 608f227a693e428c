package org.caracal.core.file;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
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
    return encode(elements());
  }

  /** The same with elements that were encoded before: they are large, and one copy is enough. */
  public List<ByteBuffer> encode(ByteBuffer elements) {
    var header = new LinkedHashMap<String, Object>(); // all in order: equal content, equal bytes
    header.put(METADATA, metadata);
    long offset = 0;
    for (var entry : new TreeMap<>(tensors).entrySet()) {
      var array = entry.getValue();
      var end = offset + (long) array.size() * array.dtype().bytes();
      header.put(
          entry.getKey(),
          new TreeMap<>(
              Map.of(
                  "dtype",
                  NAMES.get(array.dtype()),
                  "shape",
                  array.shape().toArray(),
                  "data_offsets",
                  new long[] {offset, end})));
      offset = end;
    }
    var text = json(header);
    var padded = ByteBuffer.allocate((text.length + 7) / 8 * 8).put(text);
    while (padded.hasRemaining()) {
      padded.put((byte) ' ');
    }
    var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(padded.capacity());
    return List.of(length.flip(), padded.flip(), elements.duplicate());
  }

  /**
   * The elements of all tensors, in the order of their names.
   *
   * @throws DataException if they are more than one file may hold
   */
  public ByteBuffer elements() {
    var sorted = new TreeMap<>(tensors).values();
    var size =
        sorted.stream().mapToLong(array -> (long) array.size() * array.dtype().bytes()).sum();
    if (size > Integer.MAX_VALUE - 16) {
      throw new DataException(
          "the tensors need " + size + " bytes, more than the 2 GiB that one file may hold");
    }
    var elements = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    sorted.forEach(array -> Elements.write(array, elements));
    return elements.flip();
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
    var places = new ArrayList<Place>();
    parse(name, text)
        .forEach(
            (key, value) -> {
              var entry = map(name, key, value);
              if (key.equals(METADATA)) {
                entry.forEach((note, content) -> metadata.put(note, text(name, note, content)));
              } else {
                places.add(place(name, key, entry));
              }
            });
    places.sort(Comparator.comparingLong(Place::begin).thenComparing(Place::end));
    long next = 0;
    for (var place : places) {
      require(
          place.begin() == next && place.end() <= elements.capacity(),
          name,
          "tensor "
              + place.tensor()
              + " should lie at bytes "
              + place.begin()
              + " to "
              + place.end()
              + ", but the one before it ends at "
              + next
              + ", and "
              + elements.capacity()
              + " bytes are there");
      var slice = elements.slice((int) place.begin(), (int) (place.end() - place.begin()));
      var array = Elements.read(place.type(), slice.order(ByteOrder.LITTLE_ENDIAN));
      tensors.put(place.tensor(), array);
      next = place.end();
    }
    require(
        next == elements.capacity(),
        name,
        "its tensors take " + next + " bytes, but " + elements.capacity() + " are there");
    return new Safetensors(metadata, tensors);
  }

  /** Where a tensor lies among the elements. */
  private record Place(String tensor, TensorType type, long begin, long end) {}

  private static Map<String, Object> parse(String name, byte[] text) {
    try (var parser = JSON.std.createParser(new String(text, StandardCharsets.UTF_8))) {
      var header = map(name, "at the top", JSON.std.anyFrom(parser));
      require(parser.nextToken() == null, name, "something follows its header");
      return header;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DataException(name + " is damaged: its header is no JSON: " + e.getMessage(), e);
    }
  }

  private static String text(String name, String key, Object value) {
    require(value instanceof String, name, "the note " + key + " of its header is " + value);
    return (String) value;
  }

  private static Place place(String name, String tensor, Map<String, Object> entry) {
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
            && offsets.get(1) - offsets.get(0) == (long) type.shape().size() * dtype.bytes(),
        name,
        "tensor " + tensor + " of " + type + " should lie at bytes " + offsets);
    return new Place(tensor, type, offsets.get(0), offsets.get(1));
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
