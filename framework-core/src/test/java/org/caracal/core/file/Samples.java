package org.caracal.core.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/** Small valid files of every format, written by hand or by what is tested elsewhere. */
final class Samples {
  private Samples() {}

  /** Arrays of all element types, with extremes, an empty one and a scalar. */
  static Map<String, NdArray> arrays() {
    var arrays = new TreeMap<String, NdArray>();
    arrays.put(
        "floats",
        NdArray.of(
            Shape.of(2, 3), 1.5f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 3e38f));
    arrays.put("doubles", NdArray.of(Shape.of(3), Math.PI, Double.MAX_VALUE, -0.0));
    arrays.put("ints", NdArray.of(Shape.of(2, 1, 2), 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE));
    arrays.put("longs", NdArray.of(Shape.of(2), Long.MIN_VALUE, Long.MAX_VALUE));
    arrays.put(
        "truths", NdArray.wrap(new TensorType(DType.BOOL, Shape.of(3)), new byte[] {1, 0, 1}));
    arrays.put("empty", NdArray.zeros(TensorType.float32(0, 4)));
    arrays.put("scalar", NdArray.of(Shape.SCALAR, 42L));
    return arrays;
  }

  static byte[] safetensors() {
    return join(new Safetensors(Map.of("note", "\"quoted\" – ü"), arrays()).encode());
  }

  static byte[] npy() {
    return join(Npy.encode(NdArray.of(Shape.of(2, 2), 1f, 2f, 3f, 4f)));
  }

  static byte[] npz(int method) {
    return zip(method, Map.of("x.npy", npy(), "y.npy", join(Npy.encode(arrays().get("ints")))));
  }

  static byte[] zip(int method, Map<String, byte[]> entries) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : new TreeMap<>(entries).entrySet()) {
        var header = new ZipEntry(entry.getKey());
        header.setMethod(method);
        if (method == ZipEntry.STORED) {
          var check = new java.util.zip.CRC32();
          check.update(entry.getValue());
          header.setCrc(check.getValue());
          header.setSize(entry.getValue().length);
        }
        zip.putNextEntry(header);
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** An IDX file of unsigned bytes. */
  static byte[] idx() {
    return idx(0x08, new int[] {3, 2}, new byte[] {0, 1, 127, -128, -1, 5});
  }

  static byte[] idx(int type, int[] extents, byte[] elements) {
    var file = ByteBuffer.allocate(4 + 4 * extents.length + elements.length);
    file.put((byte) 0).put((byte) 0).put((byte) type).put((byte) extents.length);
    for (var extent : extents) {
      file.putInt(extent);
    }
    return file.put(elements).array();
  }

  static byte[] csv() {
    return "a,\"b \"\"x\"\"\",c\n1,-2.5,3e-7\n4, 5 ,6\n".getBytes(StandardCharsets.UTF_8);
  }

  static byte[] pack(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var stream = new GZIPOutputStream(packed)) {
      stream.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] join(List<ByteBuffer> parts) {
    var bytes = new ByteArrayOutputStream();
    for (var part : parts) {
      while (part.hasRemaining()) {
        bytes.write(part.get());
      }
    }
    return bytes.toByteArray();
  }
}
