package org.caracal.core.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.SpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlParserTest {
  @Test
  void readsScalarsByTheCoreSchema() {
    assertEquals(
        List.of(
            true,
            false,
            "yes",
            12L,
            -3L,
            8L,
            255L,
            1e-3,
            2.0,
            0.5,
            Double.POSITIVE_INFINITY,
            "1.2.3",
            "a b",
            "12",
            "x",
            BigInteger.TWO.pow(64),
            Map.of(),
            Map.of()),
        plain(
            "[true, FALSE, yes, 12, -3, 0o10, 0xff, 1e-3, 2., .5, .inf, 1.2.3, a b, '12', \"x\","
                + " 18446744073709551616, ~, null]"));
    assertTrue(Double.isNaN((Double) plain(".nan")));
  }

  @Test
  void readsNestedBlocksAndJson() {
    var expected = Map.of("a", List.of(1L, Map.of("b", "c")), "d", Map.of());
    assertEquals(expected, plain("a:\n  - 1\n  - b: c\nd:\n"));
    assertEquals(expected, plain("{\"a\": [1, {\"b\": \"c\"}], \"d\": null}"));
  }

  @Test
  void knowsTheLineOfEveryKey() {
    var value =
        YamlParser.parse("f.yaml", "a: 1\nb:\n  - x: 2\n    y: {z: 3}\n  - 4\n").orElseThrow();

    assertEquals(
        Map.of("a", 1, "b", 2, "b.0", 3, "b.0.x", 3, "b.0.y", 4, "b.0.y.z", 4, "b.1", 5),
        value.deepLocation().keys());
    assertEquals("f.yaml:4", value.deepLocation().of("b").of("0").of("y").toString());
  }

  @Test
  void replacesAliases() {
    assertEquals(
        Map.of("a", List.of(1L, 2L), "b", List.of(1L, 2L)), plain("a: &pair [1, 2]\nb: *pair\n"));
  }

  @Test
  void findsNothingInEmptyDocuments() {
    for (var text : List.of("", "\n\n", "# a comment\n", "---\n", "~")) {
      assertEquals(Optional.empty(), YamlParser.parse("f.yaml", text));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1\\nb: 2\\na: 3 | f.yaml:3: the key 'a' is already given in line 1",
        "a: 1\\n---\\nb: 2 | f.yaml:2: a spec is one YAML document: a second one begins here",
        "a: *x | f.yaml:1: the alias *x refers to no anchor before it",
        "a: &x [*x] | f.yaml:1: the alias *x refers to no anchor before it",
        "a: !!str 5 | f.yaml:1: specs use no tags such as tag:yaml.org,2002:str: put text in quotes"
            + " instead",
        "[1, 2]: 3 | f.yaml:1: a key must be plain text",
        "a: [1, 2 | f.yaml:2: not valid YAML: while parsing a flow sequence: expected ',' or ']',"
            + " but got <stream end>",
        "a: 1\\n b: 2 | f.yaml:2: not valid YAML: mapping values are not allowed here",
        "a: 1\\n"
            + "\\tb: 2 | f.yaml:2: not valid YAML: while scanning for the next token: found"
            + " character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for"
            + " indentation)",
        "a: 'x | f.yaml:2: not valid YAML: while scanning a quoted scalar: found unexpected end of"
            + " stream",
      })
  void namesTheLineOfWhatIsWrong(String text, String message) {
    var yaml = text.replace("\\n", "\n").replace("\\t", "\t") + "\n";

    var failure = assertThrows(SpecException.class, () -> YamlParser.parse("f.yaml", yaml));

    assertEquals(message, failure.getMessage());
  }

  @Test
  void boundsDepthAndSize() {
    assertFails("f.yaml:1: nested more than 64 levels deep", "[".repeat(200_000));
    assertFails("f.yaml:1: more than 100000 values", "[" + "1,".repeat(100_001) + "]");
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (var i = 1; i < 20; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [").append("*a").append(i - 1);
      bomb.append((", *a" + (i - 1)).repeat(9)).append("]\n");
    }
    assertFails("f.yaml:5: more than 100000 values", bomb.toString());
  }

  @Test
  void takesAnyUnreadableCharacterForBadText() {
    assertFails(
        "f.yaml:3: not valid YAML: the character U+0007 cannot stand in text", "a: 1\n\nb: \u0007");
    assertFails(
        "f.yaml:1: not valid YAML: while scanning a double-quoted scalar: found unknown escape"
            + " character q(113)",
        "a: \"\\q\"");
  }

  private static void assertFails(String message, String text) {
    assertEquals(
        message,
        assertThrows(SpecException.class, () -> YamlParser.parse("f.yaml", text)).getMessage());
  }

  private static Object plain(String text) {
    return YamlParser.parse("f.yaml", text).orElseThrow().plain();
  }
}
