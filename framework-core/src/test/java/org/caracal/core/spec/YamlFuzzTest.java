package org.caracal.core.spec;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.caracal.SpecException;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a valid spec, the reader answers with a job or with a {@link SpecException}.
 */
class YamlFuzzTest {
  private static final int ROUNDS = 2_000;
  private static final List<String> FRAGMENTS =
      List.of(
          ":",
          "- ",
          "{",
          "}",
          "[",
          "]",
          "\n",
          "  ",
          "\t",
          "'",
          "\"",
          "#",
          "&a ",
          "*a",
          "!!str ",
          "!x ",
          "|",
          ">",
          "? ",
          "~",
          "null",
          "true",
          "-1",
          "0",
          "1e999",
          ".nan",
          "-.inf",
          "99999999999999999999",
          "\\",
          "@[1,2)",
          "@",
          "%",
          "---\n",
          "...\n",
          "<<: ",
          "name: x\n",
          "shares: encoder",
          "\u0000",
          "\uFEFF",
          "\uD83D\uDE00",
          "\uD800",
          "[[[[[[[[",
          "{a: {b: {c: ");

  @Test
  void neverFailsInAnotherWay() throws IOException {
    var specs = new ArrayList<String>();
    for (var example : JobWriterTest.examples()) {
      specs.add(Files.readString(example));
    }
    var random = new Random(20_260_101);
    var read = 0;
    var rejected = 0;
    for (var round = 0; round < ROUNDS; round++) {
      var text = specs.get(random.nextInt(specs.size()));
      for (var i = random.nextInt(4); i >= 0; i--) {
        text = mutate(text, specs, random);
      }
      if (isRead(text, Map.of())) {
        read++;
      } else {
        rejected++;
      }
    }
    assertTrue(
        read > ROUNDS / 50 && rejected > ROUNDS / 5,
        "the mutations are worth their time: " + read + ", " + rejected);
  }

  @Test
  void survivesAnySetting() throws IOException {
    var spec = Files.readString(Path.of("..", "examples", "digits-graph.yaml"));
    var random = new Random(7);
    var paths =
        new ArrayList<>(
            List.of(
                "",
                ".",
                "model",
                "model.inputs",
                "model.graph.0",
                "model.graph.1.shares",
                "training"));
    paths.addAll(
        List.of(
            "training.losses.1.weight",
            "data.split",
            "data.normalize.pixels",
            "name",
            "seed",
            "a.b.c",
            "model.graph.-1"));
    for (var round = 0; round < 500; round++) {
      var value = new StringBuilder();
      for (var i = random.nextInt(4); i >= 0; i--) {
        value.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
      }
      isRead(spec, Map.of(paths.get(random.nextInt(paths.size())), value.toString()));
    }
  }

  private static boolean isRead(String text, Map<String, String> settings) {
    try {
      assertNotNull(YamlJobReader.parse(text, "fuzz.yaml", Path.of("."), settings));
      return true;
    } catch (SpecException e) {
      assertTrue(
          e.getMessage() != null && !e.getMessage().isBlank(), "every failure has a message");
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("failed in another way for " + settings + " in:\n" + text, e);
    }
  }

  private static String mutate(String text, List<String> specs, Random random) {
    if (text.isEmpty()) {
      return FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
    }
    var from = random.nextInt(text.length());
    var to = Math.min(text.length(), from + random.nextInt(12));
    var fragment = FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
    switch (random.nextInt(7)) {
      case 0:
        return text.substring(0, from) + text.substring(to);
      case 1:
        return text.substring(0, from) + fragment + text.substring(from);
      case 2:
        return text.substring(0, from) + fragment + text.substring(to);
      case 3:
        return text.substring(0, from);
      case 4:
        return withLines(text, random);
      case 5:
        var other = specs.get(random.nextInt(specs.size()));
        var start = random.nextInt(other.length());
        return text.substring(0, from)
            + other.substring(start, Math.min(other.length(), start + 60))
            + text.substring(to);
      default:
        return text.substring(0, from) + (char) random.nextInt(0x250) + text.substring(from);
    }
  }

  /**
   * Deletes, repeats or moves a line, or changes its indentation: the mistakes that people make.
   */
  private static String withLines(String text, Random random) {
    var lines = new ArrayList<>(List.of(text.split("\n", -1)));
    var at = random.nextInt(lines.size());
    var line = lines.get(at);
    switch (random.nextInt(4)) {
      case 0:
        lines.remove(at);
        break;
      case 1:
        lines.add(random.nextInt(lines.size()), line);
        break;
      case 2:
        lines.set(at, "  " + line);
        break;
      default:
        lines.set(at, line.stripLeading());
    }
    return String.join("\n", lines);
  }
}
