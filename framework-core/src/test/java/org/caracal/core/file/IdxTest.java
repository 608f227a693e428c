package org.caracal.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.caracal.DataException;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
  @Test
  void bytesAreUnsigned() {
    var file = Idx.decode("x", Samples.idx());
    assertEquals(Shape.of(3, 2), file.shape());
    assertEquals(DType.INT32, file.dtype());
    assertArrayEquals(new double[] {0, 1, 127, 128, 255, 5}, elements(file));
  }

  @Test
  void allTypesAreBigEndian() {
    var two = new int[] {2};
    expect(DType.INT32, Samples.idx(0x09, two, new byte[] {-128, 127}), -128, 127);
    var shorts = ByteBuffer.allocate(4).putShort((short) -300).putShort((short) 7).array();
    expect(DType.INT32, Samples.idx(0x0B, two, shorts), -300, 7);
    var ints = ByteBuffer.allocate(8).putInt(Integer.MIN_VALUE).putInt(1).array();
    expect(DType.INT32, Samples.idx(0x0C, two, ints), Integer.MIN_VALUE, 1);
    var floats = ByteBuffer.allocate(8).putFloat(1.5f).putFloat(-2).array();
    expect(DType.FLOAT32, Samples.idx(0x0D, two, floats), 1.5, -2);
    var doubles = ByteBuffer.allocate(16).putDouble(Math.PI).putDouble(-1e300).array();
    expect(DType.FLOAT64, Samples.idx(0x0E, two, doubles), Math.PI, -1e300);
  }

  @Test
  void wrongMagicIsRefused() {
    for (var at = 0; at < 2; at++) {
      var bytes = Samples.idx();
      bytes[at] = 1;
      assertTrue(refuse(bytes).contains("no IDX file"));
    }
    var bytes = Samples.idx();
    bytes[2] = 0x0A;
    assertTrue(refuse(bytes).contains("no IDX file"));
    assertTrue(refuse(new byte[0]).contains("no IDX file"));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1 << 30, 1 << 16})
  void hugeExtentsAreRefused(int extent) {
    refuse(Samples.idx(0x0E, new int[] {extent}, new byte[8]));
    refuse(Samples.idx(0x0E, new int[] {extent, extent}, new byte[8]));
    refuse(Samples.idx(0x08, new int[] {extent, extent, extent, extent}, new byte[0]));
  }

  @Test
  void whatIsMissingIsSaid() {
    assertTrue(refuse(Samples.idx(0x08, new int[] {7}, new byte[6])).contains("7 bytes"));
    assertTrue(refuse(Samples.idx(0x08, new int[] {7}, new byte[8])).contains("too long"));
  }

  private static void expect(DType dtype, byte[] bytes, double... elements) {
    var file = Idx.decode("x", bytes);
    assertEquals(dtype, file.dtype());
    assertArrayEquals(elements, elements(file));
  }

  private static double[] elements(Idx file) {
    return IntStream.range(0, file.shape().size()).mapToDouble(file::get).toArray();
  }

  private static String refuse(byte[] bytes) {
    var failure = assertThrows(DataException.class, () -> Idx.decode("bad.idx", bytes));
    assertTrue(failure.getMessage().contains("bad.idx"), failure::getMessage);
    return failure.getMessage();
  }
}
