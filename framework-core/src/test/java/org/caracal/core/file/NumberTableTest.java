package org.caracal.core.file;

import static org.caracal.core.file.NumberTable.Header.AUTO;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.caracal.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTableTest {
  @Test
  void columnsAreNamedByTheHeader() {
    var table = NumberTable.decode("x", Samples.csv(), ',', AUTO);
    assertEquals(List.of("a", "b \"x\"", "c"), table.columns());
    assertEquals(2, table.rows().size());
    assertArrayEquals(new double[] {1, -2.5, 3e-7}, row(table, 0));
    assertArrayEquals(new double[] {4, 5, 6}, row(table, 1));
  }

  @Test
  void columnsWithoutAHeaderAreCounted() {
    var table = decode("1,2\r\n3,4\r\n");
    assertEquals(List.of("column1", "column2"), table.columns());
    assertEquals(2, table.rows().size());
  }

  @Test
  void columnsWithoutANameAreCounted() {
    assertEquals(List.of("column1", "x"), decode(",x\n0,1\n").columns());
  }

  @Test
  void namesOfColumnsMayBeNumbers() {
    assertEquals(List.of("0", "1", "label"), decode("0,1,label\n5,6,7\n").columns());
  }

  @Test
  void rowsKnowTheirLines() {
    var table = decode("a,b\n\n1,2\n\"3\",\"4\"\n\n5,6");
    assertEquals(List.of(3L, 4L, 6L), table.rows().stream().map(NumberTable.Row::line).toList());
  }

  @Test
  void theSeparatorIsAnOption() {
    var table = NumberTable.decode("x", bytes("a;b\n1;2\n"), ';', AUTO);
    assertArrayEquals(new double[] {1, 2}, row(table, 0));
  }

  /** Spreadsheets put it there; it must not turn the first row into a header. */
  @Test
  void aByteOrderMarkIsNoText() {
    assertEquals(2, decode("\uFEFF1,2\n3,4\n").rows().size());
    assertEquals(List.of("a", "b"), decode("\uFEFFa,b\n3,4\n").columns());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2\\n3,abc\\n|:2: column column2 holds 'abc'",
        "a,b\\n1,2\\n3,\\n|:3: column b holds nothing",
        "a,b\\n1,NaN\\n|:2: column b holds 'NaN'",
        "a,b\\n1,nan\\n|:2: column b holds 'nan'",
        "a,b\\n-Infinity,1\\n|:2: column a holds '-Infinity'",
        "a,b\\n1,1e999\\n|:2: column b holds '1e999'",
        "a,b\\n1,2\\n3\\n|:3: expected 2 cells, got 1",
        "a,b\\n1,2\\n3,4,5\\n|:3: expected 2 cells, got 3",
        "a,b\\n1,3d\\n|:2: column b holds '3d'",
        "a,b\\n1,0x1p3\\n|:2: column b holds '0x1p3'",
        "a,b\\n1,1f\\n|:2: column b holds '1f'",
        "a,b\\n1,\u0661\\n|:2: column b holds '\u0661'"
      })
  void cellsThatAreNoNumbersAreNamedByFileLineAndColumn(String text, String message) {
    assertTrue(refuse(text.replace("\\n", "\n")).contains("bad.csv" + message));
  }

  /** Else the row would be taken for a header, and nobody would miss it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5,abc\n2,3\n",
        "-1,abc\n2,3\n",
        "0,0,abc\n1,2,3\n",
        "1,nan\n2,3\n",
        "1e3,NA\n2,3\n",
        "2.5,\n2,3\n"
      })
  void aFirstRowWithABadCellIsNoHeader(String text) {
    assertTrue(refuse(text).contains("bad.csv:1: column column"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "a,b\n", "\uFEFF"})
  void filesWithoutRowsAreRefused(String text) {
    assertTrue(refuse(text).contains("no rows"));
  }

  @Test
  void aHeaderCanBeForcedOrForbidden() {
    var numbers = bytes("0.5,label\n1,2\n");
    var table = NumberTable.decode("x", numbers, ',', NumberTable.Header.PRESENT);
    assertEquals(List.of("0.5", "label"), table.columns());
    assertEquals(1, table.rows().size());
    var years = NumberTable.decode("x", bytes("2024,2025\n1,2\n"), ',', NumberTable.Header.PRESENT);
    assertEquals(List.of("2024", "2025"), years.columns());
    assertEquals(
        2,
        NumberTable.decode("x", bytes("a,b\n1,2\n"), ',', NumberTable.Header.ABSENT).rows().size());
  }

  @Test
  void textInColumnsThatNobodyWantsHarmsNobody() {
    var table = decode("name,x,note\nAda,1,\nAlan,2,\"a, b\"\n");
    assertArrayEquals(new double[] {1, 2}, table.select(1).doubles());
    assertThrows(DataException.class, () -> table.select(0));
    assertThrows(DataException.class, () -> table.select(1, 2));
  }

  private static double[] row(NumberTable table, int index) {
    var columns = table.columns().size();
    var all = table.select(IntStream.range(0, columns).toArray()).doubles();
    return Arrays.copyOfRange(all, index * columns, (index + 1) * columns);
  }

  private static NumberTable decode(String text) {
    return NumberTable.decode("x", bytes(text), ',', AUTO);
  }

  private static String refuse(String text) {
    var failure =
        assertThrows(
            DataException.class,
            () -> {
              var table = NumberTable.decode("bad.csv", bytes(text), ',', AUTO);
              table.select(IntStream.range(0, table.columns().size()).toArray());
            },
            text);
    assertTrue(failure.getMessage().contains("bad.csv"), failure::getMessage);
    return failure.getMessage();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
