package org.caracal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bar on a terminal, which util-linux's {@code script} plays here. */
class TerminalIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void theBarFitsTheTerminal(int columns) throws Exception {
    assumeTrue(isInstalled("script"), "there is no script(1) to play the terminal");
    var typescript = folder.resolve("typescript");
    var command =
        "stty cols "
            + columns
            + "; "
            + Caracal.HOME
            + "/caracal train "
            + Caracal.DIGITS
            + " --set training.batchSize=1 --epochs 1 --backend java";
    var builder =
        new ProcessBuilder("script", "-qec", command, typescript.toString())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    var text = Files.readString(typescript);
    assertEquals(0, process.exitValue(), text);
    var bars =
        Arrays.stream(text.split("\r\033\\[K|\r?\n"))
            .filter(part -> part.matches("epoch 1/1 \\[=* *] +\\d+/\\d+ .*"))
            .toList();
    assertTrue(bars.size() >= 2, text);
    bars.forEach(bar -> assertTrue(bar.length() < columns, bar));
    var last = bars.get(bars.size() - 1);
    assertTrue(
        last.contains(" loss ") && last.contains("/s ") || last.contains(" samples/s "), last);
    // the bar leaves no trace in front of the lines that stay
    assertTrue(text.contains("\r\033[Kepoch 1/1  loss "), text);
  }

  private static boolean isInstalled(String program) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
  }
}
