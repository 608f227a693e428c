package org.caracal.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleException;

/**
 * Runs one command line in a container, on the main thread.
 *
 * <p>When the process is told to end (Ctrl-C), the main thread is interrupted. A command that has
 * something to save saves it then and returns; the process waits for that, within bounds.
 */
public final class Main {
  private static final long SECONDS_TO_SAVE = 60;
  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  private Main() {}

  /**
   * Boots the distribution in the folder that the system property {@code caracal.home} names, and
   * runs the command.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) throws InterruptedException {
    var home = System.getProperty("caracal.home");
    if (home == null) {
      System.err.println(
          "caracal: the system property caracal.home must name the distribution's folder; use the"
              + " start script");
      return 2;
    }
    // standard output belongs to the command, whatever else somebody prints goes to the other
    System.setOut(System.err);
    if (System.getProperty(LOG_FORMAT) == null) {
      var eraseBar = Boolean.getBoolean("caracal.terminal.errors") ? "\r\033[K" : "";
      System.setProperty(LOG_FORMAT, eraseBar + "caracal: %5$s%n");
    }
    var finished = new CountDownLatch(1);
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    var distribution = new Distribution(Path.of(home));
    try (var cache = BundleCache.open(temporary, CacheImage.of(distribution));
        var container = new FelixContainer(distribution, cache)) {
      var command = container.command();
      var main = Thread.currentThread();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> end(main, finished), "caracal-shutdown"));
      var exitCode = command.applyAsInt(arguments);
      if (Boolean.getBoolean("caracal.archive")) {
        // the JVM archives its classes when it ends, but not those of bundles that are gone
        finished.countDown();
        save(container, cache);
        cache.close();
        System.exit(exitCode);
      }
      // Event Admin complains there that events come while it is stopped
      System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
      return exitCode;
    } catch (LaunchException e) {
      System.err.println("caracal: " + e.getMessage());
      return 4;
    } finally {
      finished.countDown();
    }
  }

  /** Without an image, nothing but time is lost. */
  private static void save(FelixContainer container, BundleCache cache) {
    try {
      container.stopComponents();
      cache.save();
    } catch (BundleException | IOException e) {
      System.err.println("caracal: there will be no image of the bundle cache: " + e);
    }
  }

  /** Nothing to do in the ordinary case, when the command has returned. */
  private static void end(Thread main, CountDownLatch finished) {
    try {
      if (finished.getCount() > 0) {
        main.interrupt();
        if (!finished.await(SECONDS_TO_SAVE, TimeUnit.SECONDS)) {
          System.err.println("caracal: the command did not end within " + SECONDS_TO_SAVE + " s");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
