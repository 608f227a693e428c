package org.caracal.backend.java.parallel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** What all methods that ask a trial have in common, read from their byte code. */
class TrialMethodsTest {
  private static final String ASKS = "parallel/Trial.grants:";
  private static final String VECTORS = "jdk/incubator/vector/FloatVector.";

  private final List<String> asking = new ArrayList<>();
  private final List<String> mixed = new ArrayList<>();

  /**
   * C2 compiles a method by how often it ran. One that has loops of both kinds was compiled after
   * many turns of the plain one, before it was known what class the vectors have: then they were
   * objects for good.
   */
  @Test
  void haveNoVectorsThemselves() throws IOException, URISyntaxException {
    for (var file : classes()) {
      if (Files.readString(file, ISO_8859_1).contains("parallel/Trial")) {
        read(file);
      }
    }
    assertTrue(asking.size() > 30, asking.size() + " methods");
    assertEquals(List.of(), mixed);
  }

  private static List<Path> classes() throws IOException, URISyntaxException {
    var root = Path.of(Trial.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  private void read(Path file) {
    var out = new StringWriter();
    var disassembler = ToolProvider.findFirst("javap").orElseThrow();
    disassembler.run(new PrintWriter(out), new PrintWriter(out), "-c", "-p", file.toString());
    for (var method : out.toString().split("\n\n")) {
      if (method.contains(ASKS)) {
        var name = file.getFileName() + ": " + method.strip().lines().findFirst().orElseThrow();
        asking.add(name);
        if (method.contains(VECTORS)) {
          mixed.add(name);
        }
      }
    }
  }
}
