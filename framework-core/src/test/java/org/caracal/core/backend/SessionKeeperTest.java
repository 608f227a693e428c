package org.caracal.core.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caracal.DataException;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.array.DType;
import org.caracal.backend.Backend;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.KernelRequest;
import org.caracal.core.plugin.Registered;
import org.caracal.plugin.PluginKind;
import org.caracal.training.RunOptions;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class SessionKeeperTest {
  private final BackendRegistry registry = new BackendRegistry(Duration.ofSeconds(5));
  private final List<String> happened = new ArrayList<>();
  private final Candidate first = add("first", 1, 2);
  private final Candidate second = add("second", 2, 1);

  private Candidate add(String name, long id, int ranking) {
    var backend = new Recording(name);
    var registered =
        new Registered<Backend>(
            backend, PluginKind.BACKEND, name, "test", Version.emptyVersion, id);
    var candidate = new Candidate(registered, ranking);
    registry.add(candidate);
    return candidate;
  }

  /** Tells what is opened and closed; its buffers are not on the heap. */
  private final class Recording implements Backend {
    private final String name;

    Recording(String name) {
      this.name = name;
    }

    @Override
    public String description() {
      return name;
    }

    @Override
    public BackendSession open(Execution execution) {
      happened.add("open " + name);
      return new BackendSession() {
        @Override
        public Buffer allocate(DType dtype, int length) {
          return new Remote(name + length, dtype, length);
        }

        @Override
        public Compilation compile(KernelRequest request) {
          return new Compilation.Declined("never");
        }

        @Override
        public void close() {
          happened.add("close " + name);
        }
      };
    }
  }

  private final class Remote implements Buffer {
    private final String name;
    private final DType dtype;
    private final int length;

    Remote(String name, DType dtype, int length) {
      this.name = name;
      this.dtype = dtype;
      this.length = length;
    }

    @Override
    public DType dtype() {
      return dtype;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public void write(Object elements) {}

    @Override
    public void read(Object elements) {}

    @Override
    public void close() {
      happened.add("close buffer " + name);
    }
  }

  /** What is prepared: a buffer that nobody closes, and a name. */
  private record Prepared(Buffer buffer, List<String> happened) implements AutoCloseable {
    String use() {
      return ((Remote) buffer).name;
    }

    @Override
    public void close() {
      happened.add("close prepared");
    }
  }

  private SessionKeeper<Prepared> keeper(String backend) {
    return new SessionKeeper<>(
        registry,
        new RunOptions(backend, 1, Optional.empty(), Optional.empty(), 0),
        session -> new Prepared(session.allocate(DType.FLOAT32, 3), happened));
  }

  @Test
  void aSessionIsKeptFromUseToUseAndClosedWithAllThatIsInIt() {
    try (var keeper = keeper("auto")) {
      assertEquals("first3", keeper.use(Prepared::use));
      assertEquals("first3", keeper.use(Prepared::use));
      assertEquals(List.of("open first"), happened);
    }
    assertEquals(
        List.of("open first", "close prepared", "close buffer first3", "close first"), happened);
  }

  @Test
  void aUseThatFailsIsRepeatedOnTheNextBackend() {
    try (var keeper = keeper("auto")) {
      var used =
          keeper.use(
              prepared -> {
                if (prepared.use().startsWith("first")) {
                  throw new AssertionError("broken");
                }
                return prepared.use();
              });
      assertEquals("second3", used);
      assertEquals("second3", keeper.use(Prepared::use), "a failed one is not used again");
    }
    assertEquals(1, happened.stream().filter("close first"::equals).count());
  }

  @Test
  void withoutABackendThatWorksTheReasonsAreTold() {
    try (var keeper = keeper("auto")) {
      var failure =
          assertThrows(
              PluginException.class,
              () ->
                  keeper.use(
                      prepared -> {
                        throw new IllegalStateException("no " + prepared.use());
                      }));
      assertTrue(failure.getMessage().contains("no first3"), failure::getMessage);
      assertTrue(failure.getMessage().contains("no second3"), failure::getMessage);
    }
  }

  /** Bad data is bad on every backend. */
  @Test
  void badDataAreNotTheBackendsFault() {
    try (var keeper = keeper("auto")) {
      var bad = new DataException("index 7");
      assertSame(
          bad,
          assertThrows(
              DataException.class,
              () ->
                  keeper.use(
                      prepared -> {
                        throw bad;
                      })));
      assertEquals("first3", keeper.use(Prepared::use));
    }
  }

  @Test
  void aBackendThatLeavesBetweenTwoUsesIsLeftAtOnce() {
    try (var keeper = keeper("auto")) {
      keeper.use(Prepared::use);
      registry.remove(first.registered());
      assertTrue(happened.contains("close first"), happened::toString);
      assertEquals("second3", keeper.use(Prepared::use));
    }
  }

  @Test
  void aBackendThatLeavesDuringAUseIsLeftAfterIt() {
    try (var keeper = keeper("auto")) {
      keeper.use(
          prepared -> {
            registry.remove(first.registered()); // on this thread: does not wait
            assertTrue(!happened.contains("close first"), happened::toString);
            return "";
          });
      assertTrue(happened.contains("close first"), happened::toString);
    }
  }

  @Test
  void theBackendThatIsWishedForIsUsed() {
    try (var keeper = keeper("second")) {
      assertEquals("second3", keeper.use(Prepared::use));
    }
    assertThrows(SpecException.class, () -> keeper("third"));
    assertEquals(List.of(first, second), registry.candidates());
  }

  @Test
  void afterTheEndThereIsNoUse() {
    var keeper = keeper("auto");
    keeper.close();
    keeper.close();
    assertThrows(IllegalStateException.class, () -> keeper.use(Prepared::use));
    assertEquals(List.of(), happened);
  }
}
