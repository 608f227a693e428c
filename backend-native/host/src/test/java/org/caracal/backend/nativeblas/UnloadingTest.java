package org.caracal.backend.nativeblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Class loaders load OpenBLAS while the libraries of others are unloaded. In a process of its own,
 * since what goes wrong here stops the whole virtual machine.
 */
class UnloadingTest {
  private static final int LOADERS = 30;

  @TempDir Path folder;

  @Test
  void loadingWhileOthersUnloadNeverHangs() throws Exception {
    var output = folder.resolve("output");
    var java = ProcessHandle.current().info().command().orElseThrow();
    var path = System.getProperty("java.class.path");
    var process =
        new ProcessBuilder(java, "-Xmx128m", "-cp", path, Churn.class.getName(), folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(180, TimeUnit.SECONDS), () -> "hangs; " + read(output));
      assertEquals(0, process.exitValue(), () -> read(output));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  /** The process. */
  static final class Churn {
    private Churn() {}

    public static void main(String[] arguments) throws Exception {
      var collector =
          new Thread(
              () -> {
                while (true) {
                  System.gc();
                  pause(); // else nothing but the collector gets on where processors are few
                }
              });
      collector.setDaemon(true);
      collector.start();
      var urls =
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
              .map(Churn::url)
              .toArray(URL[]::new);
      for (var i = 0; i < LOADERS; i++) {
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
          var load =
              loader.loadClass(OpenBlas.class.getName()).getDeclaredMethod("load", List.class);
          load.setAccessible(true);
          load.invoke(null, List.of(Path.of(arguments[0])));
        }
        System.out.println(i + 1 + " loaded");
      }
    }

    private static void pause() {
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static URL url(String file) {
      try {
        return Path.of(file).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }
}
