package org.caracal.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.caracal.DataException;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @Test
  void whatIsWrittenIsRead() {
    var arrays = Samples.arrays();
    var read = decode(Samples.safetensors());
    assertEquals(Map.of("note", "\"quoted\" – ü"), read.metadata());
    assertEquals(arrays.keySet(), read.tensors().keySet());
    arrays.forEach(
        (name, array) -> {
          assertEquals(array.type(), read.tensors().get(name).type());
          assertArrayEquals(array.toDoubles(), read.tensors().get(name).toDoubles());
        });
    assertEquals(Long.MAX_VALUE, read.tensors().get("longs").longs()[1]);
  }

  @Test
  void emptyFilesAreFiles() {
    var bytes = Samples.join(new Safetensors(Map.of(), Map.of()).encode());
    assertEquals(new Safetensors(Map.of(), Map.of()), decode(bytes));
  }

  /** The layout of the published format, byte for byte. */
  @Test
  void readsTheFormatOfOthers() {
    var header =
        "{\"b\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[8,16]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"__metadata__\":{\"format\":\"pt\"}}   ";
    var read = decode(file(header, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 7, 1, 0, 0, 0, 0, 0, 0));
    assertArrayEquals(new float[] {1, -2}, read.tensors().get("a").floats());
    assertArrayEquals(new long[] {263}, read.tensors().get("b").longs());
    assertEquals(Map.of("format", "pt"), read.metadata());
  }

  /** So that other readers can map the elements. */
  @Test
  void elementsBeginAtAMultipleOfEight() {
    for (var length = 0; length < 9; length++) {
      var parts = new Safetensors(Map.of("x", "y".repeat(length)), Map.of()).encode();
      assertEquals(0, parts.get(1).remaining() % 8);
      assertEquals(parts.get(1).remaining(), parts.get(0).getLong(0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "1",
        "\"text\"",
        "{",
        "{} {}",
        "{}x",
        "{\"__metadata__\":null}",
        "{\"__metadata__\":{\"a\":1}}",
        "{\"a\":null}",
        "{\"a\":{}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":\"1\",\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[null],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1000000,1000000],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967297],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e999999999],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":4,\"shape\":[1],\"data_offsets\":[0,4]}}"
      })
  void damagedHeadersAreRefused(String header) {
    var elements = header.contains("data_offsets") ? new int[4] : new int[0];
    assertTrue(refuse(file(header, elements)).contains("damaged.safetensors"), header);
  }

  @Test
  void deepHeadersAreRefused() {
    refuse(file("{\"a\":" + "[".repeat(1_000_000)));
  }

  @Test
  void tensorsMayNotOverlapNorLeaveHoles() {
    var twice =
        "{\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    assertTrue(refuse(file(twice, 1, 0, 0, 0, 2, 0, 0, 0)).contains("tensor b"));
  }

  @Test
  void namesMayNotRepeat() {
    var entry = "\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    refuse(file("{" + entry + "," + entry + "}", 1, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1, 100, 1L << 31, 1L << 32, 1L << 62, Long.MIN_VALUE})
  void lengthsOfHeadersAreChecked(long length) {
    var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).putLong(0);
    assertTrue(refuse(bytes.array()).contains(String.valueOf(length)));
  }

  /** A truth value is 0 or 1 everywhere in the engine, whatever a file says. */
  @Test
  void truthValuesAreZeroOrOne() {
    var header = "{\"a\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]}}";
    var truths = decode(file(header, 0, 1, 7)).tensors().get("a");
    assertEquals(new TensorType(DType.BOOL, Shape.of(3)), truths.type());
    assertArrayEquals(new double[] {0, 1, 1}, truths.toDoubles());
  }

  private static byte[] file(String header, int... elements) {
    var text = header.getBytes(StandardCharsets.UTF_8);
    var file =
        ByteBuffer.allocate(8 + text.length + elements.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(text.length).put(text);
    for (var element : elements) {
      file.put((byte) element);
    }
    return file.array();
  }

  private static Safetensors decode(byte[] bytes) {
    return Safetensors.decode("file", ByteBuffer.wrap(bytes));
  }

  private static String refuse(byte[] bytes) {
    var failure =
        assertThrows(
            DataException.class,
            () -> Safetensors.decode("damaged.safetensors", ByteBuffer.wrap(bytes)));
    return failure.getMessage();
  }
}
