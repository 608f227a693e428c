package org.caracal.backend.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The backend says which loops it uses and why, in JVMs with and without the incubator module. */
class VectorSupportTest {
  /** Prints the description of the backend in a JVM of its own. */
  static final class Describe {
    private Describe() {}

    /** Prints it. */
    public static void main(String[] arguments) {
      System.out.println(new JavaBackend().description());
    }
  }

  @Test
  void usesVectorsWhereTheModuleIs() throws Exception {
    var description = describe(List.of("--add-modules", "jdk.incubator.vector"));
    assertTrue(
        description.matches("pure Java, Vector API, \\d+ lanes, up to \\d+ threads"), description);
  }

  @Test
  void namesTheRemedyWhereTheModuleIsMissing() throws Exception {
    var description = describe(List.of());
    assertTrue(
        description.startsWith(
            "pure Java, scalar: the module jdk.incubator.vector is missing; start the JVM with"
                + " --add-modules jdk.incubator.vector"),
        description);
  }

  private static String describe(List<String> flags) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Describe.class.getName());
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the JVM ends");
    assertEquals(0, process.exitValue());
    return output;
  }
}
