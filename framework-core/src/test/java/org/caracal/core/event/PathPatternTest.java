package org.caracal.core.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
  @ParameterizedTest
  @CsvSource({
    "dense_1, dense_1, true",
    "dense_1, dense_10, false",
    "dense_1, a/dense_1, false",
    "dense_*, dense_10, true",
    "dense_*, dense_, true",
    "*, dense_1, true",
    "*, a/b, false",
    "*/b, a/b, true",
    "**, a/b/c, true",
    "decoder/**, decoder/a/b, true",
    "decoder/**, decoder, false",
    "**/kernel, a/b/kernel, true",
    "**/kernel, kernel, false",
    "a.b, axb, false",
    "a(b, a(b, true",
    "'\\Qx', '\\Qx', true",
    "x, X, false"
  })
  void aStarStaysWithinANameTwoDoNot(String pattern, String path, boolean matches) {
    assertEquals(matches, PathPattern.anyOf(List.of(pattern)).matches(path));
  }

  @Test
  void anyOfSeveralWillDo() {
    var pattern = PathPattern.anyOf(List.of("a/*", "b"));
    assertEquals(
        List.of("a/x", "b"),
        List.of("a/x", "b", "a", "b/x", "ab").stream().filter(pattern::matches).toList());
  }
}
