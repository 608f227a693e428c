package org.caracal.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.file.AtomicFile;
import org.caracal.core.file.Npy;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;
import org.caracal.plugin.NoOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that read arrays and texts. */
class ArraySourcesTest {
  @TempDir Path folder;

  @Test
  void idxImagesAndLabels() throws IOException {
    writeIdx("images.gz", 0x08, new int[] {3, 1, 2}, 0, 255, 128, 1, 2, 3);
    writeIdx("labels.gz", 0x08, new int[] {3}, 7, 0, 200);
    var data = idx("images.gz", "labels.gz");
    assertEquals(
        List.of(
            new Feature("pixels", TensorType.float32(1, 2)),
            new Feature("label", new TensorType(DType.INT32, Shape.SCALAR))),
        data.features());
    assertArrayEquals(new double[] {0, 255, 128, 1, 2, 3}, Examples.values(data, "pixels"));
    assertArrayEquals(new double[] {7, 0, 200}, Examples.values(data, "label"));
  }

  @Test
  void idxFilesMustBelongTogether() throws IOException {
    writeIdx("three", 0x08, new int[] {3, 1}, 1, 2, 3);
    writeIdx("two", 0x08, new int[] {2}, 1, 2);
    writeIdx("flat", 0x08, new int[] {3}, 1, 2, 3);
    assertTrue(refuse("three", "two").contains("three has 3 examples, but two has 2 labels"));
    assertTrue(refuse("flat", "two").contains("expected images [N, ...] in flat"));
    assertTrue(refuse("three", "three").contains("labels [N] in three"));
    assertTrue(refuse("three", "missing").contains("missing"));
  }

  @Test
  void npyFilesAreNamedAfterTheirFiles() throws IOException {
    AtomicFile.write(
        folder.resolve("x.npy"), Npy.encode(NdArray.of(Shape.of(2, 2), 1f, 2f, 3f, 4f)));
    AtomicFile.write(folder.resolve("y.npy"), Npy.encode(NdArray.of(Shape.of(2), 5L, 6L)));
    AtomicFile.write(folder.resolve("z.npy"), Npy.encode(NdArray.of(Shape.of(3), 5L, 6L, 7L)));
    AtomicFile.write(folder.resolve("s.npy"), Npy.encode(NdArray.of(Shape.SCALAR, 5L)));
    var data = npy("", "x.npy", "y.npy");
    assertEquals(
        List.of(
            new Feature("x", TensorType.float32(2)),
            new Feature("y", new TensorType(DType.INT64, Shape.SCALAR))),
        data.features());
    assertArrayEquals(new double[] {1, 2, 3, 4}, Examples.values(data, "x"));
    assertArrayEquals(new double[] {5, 6}, Examples.values(data, "y"));
    assertThrows(DataException.class, () -> npy("", "x.npy", "z.npy"));
    assertThrows(DataException.class, () -> npy("", "s.npy"));
    assertThrows(SpecException.class, () -> npy(""));
  }

  @Test
  void textsAreWindowsOfBytesOrCharacters() throws IOException {
    Files.writeString(folder.resolve("text"), "abcabü");
    var bytes = text(3, 0, TextSource.Unit.BYTES);
    assertEquals(2, bytes.size());
    assertArrayEquals(new double[] {97, 98, 99, 97, 98, 195}, Examples.values(bytes, "tokens"));
    assertArrayEquals(new double[] {98, 99, 97, 98, 195, 188}, Examples.values(bytes, "next"));
    var characters = text(2, 1, TextSource.Unit.CHARACTERS);
    assertEquals(4, characters.size());
    assertArrayEquals(new double[] {0, 1, 1, 2, 2, 0, 0, 1}, Examples.values(characters, "tokens"));
    assertArrayEquals(new double[] {1, 2, 2, 0, 0, 1, 1, 3}, Examples.values(characters, "next"));
    var failure = assertThrows(DataException.class, () -> text(6, 0, TextSource.Unit.CHARACTERS));
    assertTrue(failure.getMessage().contains("too few"), failure::getMessage);
  }

  @Test
  void digitsAreThoseOfTheRepository() {
    var data = new DigitsSource().open(new NoOptions(), folder);
    assertEquals(1797, data.size());
    var labels = Examples.values(data, "label");
    var counts = new int[10];
    Arrays.stream(labels).forEach(label -> counts[(int) label]++);
    assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, counts);
    var pixels = Arrays.stream(Examples.values(data, "pixels")).summaryStatistics();
    assertEquals(0, pixels.getMin());
    assertEquals(16, pixels.getMax());
  }

  private void writeIdx(String name, int type, int[] extents, int... elements) throws IOException {
    var file = ByteBuffer.allocate(4 + 4 * extents.length + elements.length);
    file.put((byte) 0).put((byte) 0).put((byte) type).put((byte) extents.length);
    Arrays.stream(extents).forEach(file::putInt);
    Arrays.stream(elements).forEach(element -> file.put((byte) element));
    var bytes = new ByteArrayOutputStream();
    try (var stream = name.endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes) {
      stream.write(file.array());
    }
    Files.write(folder.resolve(name), bytes.toByteArray());
  }

  private Dataset idx(String images, String labels) {
    return new IdxSource().open(new IdxSource.Options(images, labels), folder);
  }

  private String refuse(String images, String labels) {
    return assertThrows(DataException.class, () -> idx(images, labels)).getMessage();
  }

  private Dataset npy(String file, String... files) {
    return new NpySource().open(new NpySource.Options(file, List.of(files)), folder);
  }

  private Dataset text(int length, int stride, TextSource.Unit unit) {
    assertEquals(7, "abcabü".getBytes(StandardCharsets.UTF_8).length);
    return new TextSource().open(new TextSource.Options("text", length, stride, unit), folder);
  }
}
