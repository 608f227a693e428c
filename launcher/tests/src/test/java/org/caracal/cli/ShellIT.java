package org.caracal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell on a running container, with somebody who types into a pipe. */
class ShellIT {
  @TempDir Path folder;
  private Caracal.Started shell;
  private BufferedWriter keys;

  @BeforeEach
  void specs() throws IOException {
    Files.writeString(
        folder.resolve("mish.yaml"),
        Files.readString(Path.of(Caracal.DIGITS)).replace("- relu", "- mish"));
    Files.createDirectory(folder.resolve("drop"));
  }

  private void start(String... more) throws IOException {
    var out = folder.resolve("shell.out");
    var err = folder.resolve("shell.err");
    var command =
        new ArrayList<>(
            List.of(Caracal.HOME.resolve("caracal").toString(), "shell", Caracal.DIGITS));
    command.addAll(List.of(more));
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    shell = new Caracal.Started(builder.start(), out, err);
    keys = shell.process().outputWriter(StandardCharsets.UTF_8);
    shell.awaitText("caracal> ");
  }

  @AfterEach
  void end() throws InterruptedException {
    if (shell != null) {
      shell.process().destroyForcibly().waitFor();
    }
  }

  private String text() {
    return Caracal.read(shell.out()) + Caracal.read(shell.err());
  }

  /** Types a line, and waits until a text appears that was not there before. */
  private String type(String line, String answer) throws IOException {
    var before = Caracal.read(shell.out()).length();
    var errorsBefore = Caracal.read(shell.err()).length();
    keys.write(line + "\n");
    keys.flush();
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    for (; ; ) {
      var told =
          Caracal.read(shell.out()).substring(before)
              + Caracal.read(shell.err()).substring(errorsBefore);
      if (Pattern.compile(answer).matcher(told).find()) {
        return told;
      }
      assertTrue(System.nanoTime() < end, "no '" + answer + "' after '" + line + "': " + text());
      Caracal.sleep(20);
    }
  }

  /** Types a line until it is answered so: some things happen after a command has returned. */
  private void typeUntil(String line, String answer) throws IOException {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    for (; ; ) {
      var told = type(line, "(?s).+caracal> ");
      if (Pattern.compile(answer).matcher(told).find()) {
        return;
      }
      assertTrue(System.nanoTime() < end, "no '" + answer + "' after '" + line + "': " + text());
      Caracal.sleep(100);
    }
  }

  @Test
  void steersRuns() throws IOException {
    start("--epochs=100000", "--checkpoint=c", "--backend=java");
    typeUntil("jobs", "run-1 +digits-mlp +running +[\\d,]+ +java");
    type("pause", "run-1 pauses after its current step");
    typeUntil("jobs", "run-1 +digits-mlp +paused");
    type("resume run-1", "run-1 goes on");
    typeUntil("jobs", "run-1 +digits-mlp +running");
    type("train " + Caracal.DIGITS + " --epochs 1 --seed 3", "run-2 trains digits-mlp");
    typeUntil("jobs", "run-2 +digits-mlp +finished +[\\d,]+ +\\w+ +loss [\\d.]+ +accuracy");
    if (type("caracal:backends", "java +ready").contains("native   ready")) {
      type("backend native", "run-1 moves to native");
      typeUntil("jobs", "run-1 +digits-mlp +running +[\\d,]+ +native");
    }
    type("backend nonsense", "there is no backend nonsense");
    type("stop nonsense", "there is no run nonsense");
    type("train nonsense.yaml", "nonsense.yaml");
    type("train", "usage: train SPEC");
    type("describe adam", "learningRate");
    type("caracal:plugins", "dense ");
    type("summary " + Caracal.DIGITS, "16,640");
    type("doctor", "ok +Event Admin");
    type("stop run-1", "run-1 stops after its current step");
    typeUntil("jobs", "run-1 +digits-mlp +stopped");
    keys.write("exit\n");
    keys.flush();
    var outcome = Caracal.await(shell);
    assertEquals(0, outcome.code(), outcome.err());
    try (var saved = Files.list(folder.resolve("c"))) {
      assertTrue(saved.findAny().isPresent());
    }
  }

  @Test
  void bundlesComeAndGo() throws IOException {
    start("--epochs=1", "--plugins", "drop");
    var jar = Caracal.PLUGINS.resolve("mish-layer.jar");
    type("train mish.yaml --epochs 1", "there is no layer 'mish'");
    var installed = type("install file:" + jar, "Bundle ID: \\d+");
    var id = installed.replaceAll("(?s).*Bundle ID: (\\d+).*", "$1");
    type("train mish.yaml --epochs 1", "mish-layer 1.0.0, which is installed but not started");
    type("start " + id, "caracal> ");
    type("train mish.yaml --epochs 1", "\\(digits-mlp\\) finished after step");
    type("update " + id, "caracal> ");
    typeUntil("describe mish", "from bundle mish-layer 1.0.0");
    type("uninstall " + id, "caracal> ");
    typeUntil("describe mish", "no plugin is named mish");
    // under another name first, as whoever drops a file into a watched folder should
    Files.copy(jar, folder.resolve("drop/.mish"));
    Files.move(
        folder.resolve("drop/.mish"),
        folder.resolve("drop/mish.jar"),
        StandardCopyOption.ATOMIC_MOVE);
    typeUntil("describe mish", "from bundle mish-layer 1.0.0");
    type("train mish.yaml --epochs 1", "\\(digits-mlp\\) finished after step");
    Files.delete(folder.resolve("drop/mish.jar"));
    typeUntil("describe mish", "no plugin is named mish");
  }

  @Test
  void atTheEndOfAPipeRunsAreAwaited() throws IOException {
    var outcome = new Caracal(folder).runWithInput("jobs\n", "shell", Caracal.DIGITS, "--epochs=2");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("run-1  digits-mlp"), outcome.out());
    assertTrue(outcome.err().contains("run-1 (digits-mlp) finished after step"), outcome.err());
    assertFalse((outcome.out() + outcome.err()).contains("EventAdmin"), outcome.out());
  }

  @Test
  void aSpecThatIsWrongOpensNoShell() {
    var outcome = new Caracal(folder).runWithInput("jobs\n", "shell", "none.yaml");
    assertEquals(2, outcome.code(), outcome.err());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("none.yaml"), outcome.err());
  }
}
