package org.caracal.core.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.caracal.DataException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The npy format of NumPy, versions 1 to 3 (NEP 1): magic, version, a Python literal that tells
 * type and shape, the elements.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-z]\\d+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

  private Npy() {}

  /**
   * Reads a file.
   *
   * @throws DataException if it is missing or no complete npy file of a type that is read
   */
  public static NdArray read(Path file) {
    return decode(file.toString(), Bytes.read(file));
  }

  /** Reads a file's bytes. */
  static NdArray decode(String name, byte[] bytes) {
    if (bytes.length < 10 || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new DataException(
          name + " is no npy file: it does not begin with \\x93NUMPY and a version");
    }
    var file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    var version = bytes[6] & 0xFF;
    if (version < 1 || version > 3) {
      throw new DataException(name + " is of npy version " + version + ", known are 1 to 3");
    }
    var wide = version >= 2;
    var begin = wide ? 12 : 10;
    if (bytes.length < begin) {
      throw new DataException(name + " is truncated in its header");
    }
    var length = wide ? file.getInt(8) : file.getShort(8) & 0xFFFF;
    if (length < 0 || bytes.length - begin < length) {
      throw new DataException(
          name
              + " is truncated: its header should have "
              + length
              + " bytes, "
              + (bytes.length - begin)
              + " are there");
    }
    var header = new String(bytes, begin, length, StandardCharsets.UTF_8);
    var type = match(TYPE, header, name);
    if (match(ORDER, header, name).group(1).equals("True")) {
      throw new DataException(name + " is in Fortran order; save it with numpy.ascontiguousarray");
    }
    var shape = shape(name, match(SHAPE, header, name).group(1));
    file.position(begin + length);
    var elements =
        file.slice()
            .order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    return read(name, type.group(2), shape, elements);
  }

  private static java.util.regex.Matcher match(Pattern pattern, String header, String name) {
    var matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new DataException(name + " has a header that is not understood: " + header.strip());
    }
    return matcher;
  }

  private static Shape shape(String name, String extents) {
    try {
      return Shape.of(
          Arrays.stream(extents.split(","))
              .map(String::strip)
              .filter(extent -> !extent.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray());
    } catch (IllegalArgumentException e) {
      throw new DataException(name + " has a shape that is not understood: (" + extents + ")", e);
    }
  }

  private static NdArray read(String name, String code, Shape shape, ByteBuffer elements) {
    var width = Character.digit(code.charAt(code.length() - 1), 10);
    if (!List.of("f4", "f8", "i4", "i8", "b1", "u1", "i1", "i2", "u2").contains(code)) {
      throw new DataException(
          name + " has elements of type " + code + "; save it as float32, float64, int32 or int64");
    }
    if (elements.remaining() != (long) shape.size() * width) {
      throw new DataException(
          name
              + " is "
              + (elements.remaining() < (long) shape.size() * width ? "truncated" : "too long")
              + ": "
              + shape
              + " needs "
              + (long) shape.size() * width
              + " bytes of elements, "
              + elements.remaining()
              + " are there");
    }
    var dtype =
        switch (code) {
          case "f4" -> DType.FLOAT32;
          case "f8" -> DType.FLOAT64;
          case "i8" -> DType.INT64;
          case "b1" -> DType.BOOL;
          default -> DType.INT32;
        };
    var type = new TensorType(dtype, shape);
    return dtype.bytes() == width ? Elements.read(type, elements) : widen(type, code, elements);
  }

  private static NdArray widen(TensorType type, String code, ByteBuffer elements) {
    var array = NdArray.zeros(type);
    for (var i = 0; i < array.size(); i++) {
      array.ints()[i] =
          switch (code) {
            case "u1" -> elements.get(i) & 0xFF;
            case "i1" -> elements.get(i);
            case "u2" -> elements.getShort(2 * i) & 0xFFFF;
            default -> elements.getShort(2 * i);
          };
    }
    return array;
  }

  /** The bytes of a file, of version 1. */
  public static List<ByteBuffer> encode(NdArray array) {
    var code =
        switch (array.dtype()) {
          case FLOAT32 -> "<f4";
          case FLOAT64 -> "<f8";
          case INT32 -> "<i4";
          case INT64 -> "<i8";
          case BOOL -> "|b1";
        };
    var extents =
        Arrays.stream(array.shape().toArray())
            .mapToObj(extent -> extent + ",")
            .collect(Collectors.joining(" "));
    var header = "{'descr': '" + code + "', 'fortran_order': False, 'shape': (" + extents + "), }";
    var blanks = 63 - (10 + header.length()) % 64;
    var text = (header + " ".repeat(blanks) + "\n").getBytes(StandardCharsets.US_ASCII);
    var head = ByteBuffer.allocate(10 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    head.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) text.length).put(text);
    var elements =
        ByteBuffer.allocate(array.size() * array.dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    Elements.write(array, elements);
    return List.of(head.flip(), elements.flip());
  }
}
