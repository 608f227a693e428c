package org.caracal.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Work that has nothing to save, and is left alone when the process is told to end. */
final class Background {
  private Background() {}

  /** What the work yields, or throws. */
  static <T> T await(Supplier<T> work) throws InterruptedException {
    var result = new CompletableFuture<T>();
    var thread =
        new Thread(
            () -> {
              try {
                result.complete(work.get());
              } catch (Throwable e) { // thrown again by the one who waits
                result.completeExceptionally(e);
              }
            },
            "caracal-command");
    thread.setDaemon(true);
    thread.start();
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
