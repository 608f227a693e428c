package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.caracal.testing.Container;
import org.caracal.training.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;

/** A run obeys the commands of the Gogo shell. */
class ShellIT {
  private static final String PROCESSOR =
      "(objectClass=org.apache.felix.service.command.CommandProcessor)";

  @TempDir Path folder;

  @Test
  void aRunIsMovedPausedAndStopped() throws ReflectiveOperationException {
    try (var container = Bundles.withBackend("twin", 0, folder)) {
      for (var name :
          new String[] {"picocli", "org.apache.felix.gogo.runtime", "caracal-console"}) {
        Bundles.add(container, Bundles.SHELL.resolve(name + ".jar"));
      }
      var run = Jobs.start(container, Jobs.endless(container), Jobs.on("java"));
      Container.await("steps", () -> run.step() > 5);
      execute(container, "caracal:backend twin");
      Container.await("the swap", () -> run.backend().name().equals("twin"));
      execute(container, "caracal:backend java " + run.id());
      Container.await("the swap back", () -> run.backend().name().equals("java"));
      execute(container, "caracal:pause");
      Container.await("the pause", () -> run.state() == Run.State.PAUSED);
      execute(container, "caracal:resume");
      Container.await("the end of the pause", () -> run.state() == Run.State.RUNNING);
      assertTrue(execute(container, "caracal:jobs").contains(run.id()));
      execute(container, "caracal:stop");
      Container.await("the stop", () -> run.state() == Run.State.STOPPED);
    }
  }

  /** By reflection: the types of the shell belong to its bundle. */
  private static String execute(Container container, String command)
      throws ReflectiveOperationException {
    find(container, "(osgi.command.scope=caracal)");
    Object processor = container.context().getService(find(container, PROCESSOR));
    var open =
        processor
            .getClass()
            .getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class);
    var in = new ByteArrayInputStream(new byte[0]);
    var session =
        open.invoke(processor, in, new ByteArrayOutputStream(), new ByteArrayOutputStream());
    try {
      return String.valueOf(
          session.getClass().getMethod("execute", CharSequence.class).invoke(session, command));
    } finally {
      session.getClass().getMethod("close").invoke(session);
    }
  }

  private static ServiceReference<?> find(Container container, String filter) {
    var found = new AtomicReference<ServiceReference<?>>();
    Container.await(
        filter,
        () -> {
          var references = container.context().getAllServiceReferences(null, filter);
          found.set(references == null ? null : references[0]);
          return found.get() != null;
        });
    return found.get();
  }
}
