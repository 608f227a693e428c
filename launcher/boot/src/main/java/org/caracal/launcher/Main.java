package org.caracal.launcher;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs one command line in a container.
 *
 * <p>The command runs on the main thread. When the process is told to end (Ctrl-C), the command's
 * own shutdown hook saves what there is to save while the hook made here waits for the command to
 * return, and stops the framework then.
 */
public final class Main {
  private static final long SECONDS_TO_SAVE = 60;

  private Main() {}

  /**
   * Boots the distribution in the folder that the system property {@code caracal.home} names, and
   * runs the command.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) throws InterruptedException {
    var home = System.getProperty("caracal.home");
    if (home == null) {
      System.err.println(
          "caracal: the system property caracal.home must name the distribution's folder; use the"
              + " start script");
      System.exit(2);
    }
    var distribution = new Distribution(Path.of(home));
    var interactive = Arrays.asList(arguments).contains("shell");
    var finished = new CountDownLatch(1);
    var exitCode = 4;
    try (var storage = BundleCache.open(distribution, interactive);
        var container = new FelixContainer(distribution, storage, interactive)) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> awaitEnd(finished), "caracal-shutdown"));
      exitCode = container.command().applyAsInt(arguments);
    } catch (LaunchException e) {
      System.err.println("caracal: " + e.getMessage());
    } finally {
      finished.countDown();
    }
    System.out.flush();
    System.exit(exitCode);
  }

  private static void awaitEnd(CountDownLatch finished) {
    try {
      if (!finished.await(SECONDS_TO_SAVE, TimeUnit.SECONDS)) {
        System.err.println("caracal: the command did not end within " + SECONDS_TO_SAVE + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
