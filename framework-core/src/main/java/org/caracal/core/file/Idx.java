package org.caracal.core.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.caracal.DataException;
import org.caracal.array.DType;
import org.caracal.array.Shape;

/**
 * The IDX format of the MNIST files: two zero bytes, a type, a rank, an extent of four bytes for
 * each axis, the elements, all big-endian.
 *
 * @param type code of the element type: 0x08 unsigned byte, 0x09 byte, 0x0B short, 0x0C int, 0x0D
 *     float, 0x0E double
 * @param shape the shape
 * @param elements the elements as they stand in the file
 */
public record Idx(int type, Shape shape, ByteBuffer elements) {
  /** The type of unsigned bytes. */
  public static final int UNSIGNED_BYTE = 0x08;

  /**
   * Reads a file, packed by gzip or not.
   *
   * @throws DataException if it is missing or no complete IDX file
   */
  public static Idx read(Path file) {
    return decode(file.toString(), Bytes.read(file));
  }

  /** Reads a file's bytes. */
  static Idx decode(String name, byte[] bytes) {
    var file = ByteBuffer.wrap(bytes);
    if (bytes.length < 4 || bytes[0] != 0 || bytes[1] != 0 || bytesOf(bytes[2]) == 0) {
      throw new DataException(
          name + " is no IDX file: it begins with " + Arrays.toString(Arrays.copyOf(bytes, 4)));
    }
    var rank = bytes[3] & 0xFF;
    if (bytes.length < 4 + 4 * rank) {
      throw new DataException(
          name
              + " is truncated: a header for "
              + rank
              + " axes has "
              + (4 + 4 * rank)
              + " bytes, "
              + bytes.length
              + " are there");
    }
    file.position(4);
    var extents = new int[rank];
    for (var axis = 0; axis < rank; axis++) {
      extents[axis] = file.getInt();
    }
    var shape = shape(name, extents);
    var expected = (long) shape.size() * bytesOf(bytes[2]);
    if (file.remaining() != expected) {
      throw new DataException(
          name
              + " is "
              + (file.remaining() < expected ? "truncated" : "too long")
              + ": "
              + shape
              + " needs "
              + expected
              + " bytes of elements, "
              + file.remaining()
              + " are there; fetch the file again");
    }
    return new Idx(bytes[2], shape, file.slice());
  }

  private static Shape shape(String name, int[] extents) {
    try {
      return Shape.of(extents);
    } catch (IllegalArgumentException e) {
      throw new DataException(name + " is damaged: " + e.getMessage(), e);
    }
  }

  /** The element type in memory. */
  public DType dtype() {
    return switch (type) {
      case 0x0D -> DType.FLOAT32;
      case 0x0E -> DType.FLOAT64;
      default -> DType.INT32;
    };
  }

  /** An element as a double. */
  public double get(int index) {
    return switch (type) {
      case UNSIGNED_BYTE -> elements.get(index) & 0xFF;
      case 0x09 -> elements.get(index);
      case 0x0B -> elements.getShort(2 * index);
      case 0x0C -> elements.getInt(4 * index);
      case 0x0D -> elements.getFloat(4 * index);
      default -> elements.getDouble(8 * index);
    };
  }

  private static int bytesOf(int type) {
    return switch (type) {
      case UNSIGNED_BYTE, 0x09 -> 1;
      case 0x0B -> 2;
      case 0x0C, 0x0D -> 4;
      case 0x0E -> 8;
      default -> 0;
    };
  }
}
