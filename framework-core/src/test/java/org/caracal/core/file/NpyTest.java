package org.caracal.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.caracal.DataException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** npy and npz; the files among the resources were written by NumPy 2.4. */
class NpyTest {
  private static final double[] FLOATS = {1.5, -2.25, 3, 0, 1e-30f, Double.POSITIVE_INFINITY};

  @Test
  void whatIsWrittenIsRead() {
    Samples.arrays()
        .forEach(
            (name, array) -> {
              var bytes = Samples.join(Npy.encode(array));
              var read = Npy.decode(name, bytes);
              assertEquals(array.type(), read.type());
              assertArrayEquals(array.toDoubles(), read.toDoubles());
              assertEquals(0, (bytes.length - elements(array)) % 64, "alignment");
            });
  }

  @Test
  void readsWhatNumpyWrites() throws IOException {
    var arrays = Npz.decode("numpy.npz", resource("numpy.npz"));
    assertEquals(12, arrays.size());
    expect(arrays.get("f4"), DType.FLOAT32, Shape.of(2, 3), FLOATS);
    expect(arrays.get("big"), DType.FLOAT32, Shape.of(2, 3), FLOATS);
    expect(arrays.get("f8"), DType.FLOAT64, Shape.of(2, 3), FLOATS);
    expect(arrays.get("i4"), DType.INT32, Shape.of(3), 1, -2, Integer.MAX_VALUE);
    expect(arrays.get("i8"), DType.INT64, Shape.of(1, 2), Long.MIN_VALUE, 7);
    expect(arrays.get("b1"), DType.BOOL, Shape.of(3), 1, 0, 1);
    expect(arrays.get("u1"), DType.INT32, Shape.of(3), 0, 128, 255);
    expect(arrays.get("i1"), DType.INT32, Shape.of(2), -128, 127);
    expect(arrays.get("i2"), DType.INT32, Shape.of(2), -32768, 32767);
    expect(arrays.get("u2"), DType.INT32, Shape.of(2), 0, 65535);
    expect(arrays.get("scalar"), DType.FLOAT64, Shape.SCALAR, 4.5);
    expect(arrays.get("empty"), DType.FLOAT32, Shape.of(0, 3));
  }

  @Test
  void readsWhatNumpyCompresses() throws IOException {
    var arrays = Npz.decode("x", resource("numpy-compressed.npz"));
    expect(arrays.get("x"), DType.FLOAT32, Shape.of(3, 4), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    expect(arrays.get("y"), DType.INT64, Shape.of(3), 0, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"version2.npy", "version3.npy"})
  void readsLaterVersions(String file) throws IOException {
    expect(Npy.decode(file, resource(file)), DType.FLOAT32, Shape.of(2, 3), FLOATS);
  }

  @ParameterizedTest
  @CsvSource({"fortran.npy, numpy.ascontiguousarray", "half.npy, save it as float32"})
  void saysHowToSaveWhatItDoesNotRead(String file, String remedy) throws IOException {
    var bytes = resource(file);
    var failure = assertThrows(DataException.class, () -> Npy.decode(file, bytes));
    assertTrue(failure.getMessage().contains(file) && failure.getMessage().contains(remedy));
  }

  @Test
  void unknownVersionsAreRefused() {
    for (var version : new int[] {0, 4, 0x80, 0xFF}) {
      var bytes = Samples.npy();
      bytes[6] = (byte) version;
      assertTrue(
          assertThrows(DataException.class, () -> Npy.decode("x.npy", bytes))
              .getMessage()
              .contains("version " + version));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536, 65536, 65536)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2 2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
        "{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0,)}"
      })
  void damagedHeadersAreRefused(String header) {
    var text = header.getBytes(StandardCharsets.US_ASCII);
    var bytes = new byte[10 + text.length + 4];
    System.arraycopy(Samples.npy(), 0, bytes, 0, 8);
    bytes[8] = (byte) text.length;
    System.arraycopy(text, 0, bytes, 10, text.length);
    var failure = assertThrows(DataException.class, () -> Npy.decode("bad.npy", bytes));
    assertTrue(failure.getMessage().contains("bad.npy"), failure::getMessage);
  }

  @Test
  void damagedArraysOfAnNpzAreNamed() {
    var bytes = Samples.zip(ZipEntry.DEFLATED, Map.of("x.npy", new byte[] {1, 2, 3}));
    var failure = assertThrows(DataException.class, () -> Npz.decode("bad.npz", bytes));
    assertTrue(failure.getMessage().contains("bad.npz!x.npy"), failure::getMessage);
  }

  @Test
  void otherFilesInAnNpzAreLeftAlone() {
    var bytes =
        Samples.zip(ZipEntry.STORED, Map.of("x.npy", Samples.npy(), "notes.txt", new byte[7]));
    assertEquals(java.util.Set.of("x"), Npz.decode("x", bytes).keySet());
  }

  @Test
  void anNpzWithoutArraysIsRefused() {
    var bytes = Samples.zip(ZipEntry.STORED, Map.of("notes.txt", new byte[7]));
    assertThrows(DataException.class, () -> Npz.decode("x", bytes));
  }

  private static int elements(NdArray array) {
    return array.size() * array.dtype().bytes();
  }

  private static void expect(NdArray array, DType dtype, Shape shape, double... elements) {
    assertEquals(new TensorType(dtype, shape), array.type());
    assertArrayEquals(elements, array.toDoubles());
  }

  private static byte[] resource(String name) throws IOException {
    try (var stream = NpyTest.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }
}
