package org.caracal.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caracal.CaracalException;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.file.NumberTable;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
  private static final String IRIS = "width,height,class\n1,2,0\n\n3,4,2\n5,6,1\n";

  @TempDir Path folder;

  @Test
  void theRestAreFeatures() throws IOException {
    var data = open(IRIS, List.of("class"), List.of(), true);
    assertEquals(3, data.size());
    assertEquals(
        List.of(
            new Feature("features", new TensorType(DType.FLOAT64, Shape.of(2))),
            new Feature("target", new TensorType(DType.INT32, Shape.SCALAR))),
        data.features());
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, Examples.values(data, "features"));
    assertArrayEquals(new double[] {0, 2, 1}, Examples.values(data, "target"));
  }

  @Test
  void columnsAndTargetsAreChosenByName() throws IOException {
    var data = open(IRIS, List.of("-1", "width"), List.of("height", "width"), false);
    assertArrayEquals(new double[] {2, 1, 4, 3, 6, 5}, Examples.values(data, "features"));
    assertArrayEquals(new double[] {0, 1, 2, 3, 1, 5}, Examples.values(data, "target"));
  }

  @Test
  void withoutATargetThereAreOnlyFeatures() throws IOException {
    assertEquals(1, open(IRIS, List.of(), List.of(), false).features().size());
  }

  @Test
  void textInUnusedColumnsIsLeftOut() throws IOException {
    var data = open("id,x,y\na,1,2\nb,3,4\n", List.of("y"), List.of("x"), false);
    assertArrayEquals(new double[] {1, 3}, Examples.values(data, "features"));
  }

  @Test
  void badCellsAreNamedByFileLineAndColumn() throws IOException {
    refuse("data.csv:3: column b holds 'x'", "a,b\n1,2\n3,x\n", List.of(), false);
    refuse("data.csv:2: column a holds nothing", "a,b\n,2\n", List.of(), false);
    refuse("data.csv:2: column b holds 'NaN'", "a,b\n1,NaN\n", List.of("b"), false);
    refuse("data.csv:3: column b holds 0.5", "a,b\n1,2\n1,0.5\n", List.of("b"), true);
    refuse("data.csv:2: column b holds -1", "a,b\n1,-1\n", List.of("b"), true);
    refuse("data.csv:2: column b holds 1.0E10", "a,b\n1,1e10\n", List.of("b"), true);
  }

  @Test
  void examplesKnowTheirLines() throws IOException {
    var data = open(IRIS, List.of(), List.of(), false);
    assertEquals("line 4 of " + folder.resolve("data.csv"), data.describe(1));
  }

  @Test
  void missingColumnsAreNamedWithThoseThatAreThere() throws IOException {
    var failure =
        assertThrows(SpecException.class, () -> open(IRIS, List.of("klass"), List.of(), false));
    assertTrue(failure.getMessage().contains("klass"));
    assertTrue(failure.getMessage().contains("[width, height, class]"));
  }

  @Test
  void labelsNeedOneTarget() {
    assertThrows(SpecException.class, () -> open(IRIS, List.of(), List.of(), true));
    assertThrows(SpecException.class, () -> open(IRIS, List.of("class", "width"), List.of(), true));
  }

  @Test
  void missingAndEmptyFilesAreRefused() throws IOException {
    refuse("holds no rows", "", List.of(), false);
    refuse("holds no rows", "a,b\n", List.of(), false);
    var missing = new CsvSource.Options("no.csv", List.of(), List.of(), false, ",", AUTO);
    var failure = assertThrows(DataException.class, () -> new CsvSource().open(missing, folder));
    assertTrue(failure.getMessage().contains(folder.resolve("no.csv").toString()));
  }

  @Test
  void separatorsAreOneCharacter() {
    for (var separator : new String[] {"", "||"}) {
      var options = new CsvSource.Options("x.csv", List.of(), List.of(), false, separator, AUTO);
      assertThrows(SpecException.class, () -> new CsvSource().open(options, folder));
    }
  }

  private static final NumberTable.Header AUTO = NumberTable.Header.AUTO;

  private void refuse(String message, String text, List<String> target, boolean labels) {
    var failure = assertThrows(CaracalException.class, () -> open(text, target, List.of(), labels));
    assertTrue(failure.getMessage().contains(message), failure::getMessage);
  }

  private Dataset open(String text, List<String> target, List<String> columns, boolean labels)
      throws IOException {
    Files.writeString(folder.resolve("data.csv"), text);
    var options = new CsvSource.Options("data.csv", target, columns, labels, ",", AUTO);
    return new CsvSource().open(options, folder);
  }
}
