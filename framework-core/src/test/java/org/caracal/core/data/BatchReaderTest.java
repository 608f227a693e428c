package org.caracal.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.file.NumberTable;
import org.caracal.data.ArrayDataset;
import org.caracal.data.Dataset;
import org.caracal.training.DataSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchReaderTest {
  private static final TensorType LABEL = new TensorType(DType.INT32, Shape.SCALAR);

  @Test
  void bringsFeaturesToTheTypesThatAreWanted() {
    var data =
        new ArrayDataset(
            Map.of(
                "x", NdArray.of(Shape.of(3, 2), 1.5, 2.5, 3.5, 4.5, 5.5, 6.5),
                "y", NdArray.of(Shape.of(3), 7L, 8L, 9L),
                "unused", NdArray.of(Shape.of(3), 0, 0, 0)));
    var reader =
        new BatchReader(
            data,
            Normalization.NONE,
            Map.of("x", TensorType.float32(2, 1), "y", LABEL),
            Map.of("y", 10));
    var batch = reader.allocate(3);
    reader.read(new int[] {2, 0, 1}, 0, 3, batch);
    assertEquals(TensorType.float32(3, 2, 1), batch.feature("x").type());
    assertArrayEquals(
        new float[] {5.5f, 6.5f, 1.5f, 2.5f, 3.5f, 4.5f}, batch.feature("x").floats());
    assertArrayEquals(new int[] {9, 7, 8}, batch.feature("y").ints());
    reader.read(new int[] {2, 0, 1}, 1, 2, batch);
    assertEquals(2, batch.rows());
    assertEquals(TensorType.float32(2, 2, 1), batch.feature("x").type());
    assertArrayEquals(new double[] {1.5, 2.5, 3.5, 4.5}, batch.feature("x").toDoubles());
    reader.read(new int[] {0, 1, 2}, 0, 3, batch);
    assertEquals(TensorType.float32(3, 2, 1), batch.feature("x").type());
  }

  @Test
  void readsSingleNumbersFromArraysWhetherTheyMayBeWrittenOrNot() {
    var numbers = NdArray.zeros(TensorType.float32(4));
    for (var i = 0; i < 4; i++) {
      numbers.setDouble(i, i + 0.5);
    }
    for (var array : List.of(numbers, numbers.readOnly())) {
      var reader =
          new BatchReader(
              new ArrayDataset(Map.of("x", array)),
              Normalization.NONE,
              Map.of("x", TensorType.float32()),
              Map.of());
      var batch = reader.allocate(3);
      reader.read(new int[] {9, 3, 0, 2}, 1, 3, batch);
      assertArrayEquals(new float[] {3.5f, 0.5f, 2.5f}, batch.feature("x").floats());
      reader.read(new int[] {1, 2}, 0, 2, batch);
      assertArrayEquals(new double[] {1.5, 2.5}, batch.feature("x").toDoubles());
    }
  }

  @Test
  void normalizesInTheTypeOfTheData() {
    var data = new ArrayDataset(Map.of("x", NdArray.of(Shape.of(2), 16777217.0, 16777219.0)));
    var steps =
        List.of(new DataSpec.Normalization("x", DataSpec.Normalization.Method.AFFINE, 16777216, 1));
    var reader =
        new BatchReader(
            data, Normalization.fit(steps, data), Map.of("x", TensorType.float32()), Map.of());
    var batch = reader.allocate(2);
    reader.read(new int[] {0, 1}, 0, 2, batch);
    assertArrayEquals(new float[] {1, 3}, batch.feature("x").floats());
  }

  @Test
  void numbersThatAreNoneAreNamedByExampleAndElement() {
    for (var bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e39}) {
      var data = new ArrayDataset(Map.of("x", NdArray.of(Shape.of(2, 2), 1, 2, 3, bad)));
      var message = refuse(data, Map.of("x", TensorType.float32(2)), Map.of());
      assertTrue(message.contains("feature x of example 2"), message);
      assertTrue(message.contains("element 1"), message);
    }
  }

  @Test
  void labelsOutOfRangeAreNamedByExample() {
    for (var bad : new int[] {-1, 3, Integer.MAX_VALUE}) {
      var data = new ArrayDataset(Map.of("y", NdArray.of(Shape.of(3), 0, 2, bad)));
      var message = refuse(data, Map.of("y", LABEL), Map.of("y", 3));
      assertTrue(message.contains("label y of example 3 is " + bad), message);
      assertTrue(message.contains("3 classes: 0 to 2"), message);
    }
  }

  /** The number within a split would lead nowhere. */
  @Test
  void examplesOfASplitAreNamedByTheirPlaceInTheSource(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("d.csv"), "x,y\n0,0\n0,1\n0,2\n0,7\n");
    var options =
        new CsvSource.Options("d.csv", List.of("y"), List.of(), true, ",", NumberTable.Header.AUTO);
    var split = new Subset(new CsvSource().open(options, folder), new int[] {3, 0});
    var message = refuse(split, Map.of("target", LABEL), Map.of("target", 3));
    assertTrue(message.contains("label target of line 5 of " + folder.resolve("d.csv")), message);
  }

  @Test
  void featuresMustFit() {
    var data = new ArrayDataset(Map.of("x", NdArray.of(Shape.of(2, 2), 1, 2, 3, 4)));
    var missing =
        assertThrows(
            SpecException.class,
            () ->
                new BatchReader(
                    data, Normalization.NONE, Map.of("z", TensorType.float32(2)), Map.of()));
    assertTrue(missing.getMessage().contains("no feature z"), missing::getMessage);
    assertThrows(
        SpecException.class,
        () ->
            new BatchReader(
                data, Normalization.NONE, Map.of("x", TensorType.float32(3)), Map.of()));
  }

  private static String refuse(
      Dataset data, Map<String, TensorType> types, Map<String, Integer> classes) {
    var reader = new BatchReader(data, Normalization.NONE, types, classes);
    var batch = reader.allocate(reader.size());
    var order = java.util.stream.IntStream.range(0, reader.size()).toArray();
    return assertThrows(DataException.class, () -> reader.read(order, 0, order.length, batch))
        .getMessage();
  }
}
