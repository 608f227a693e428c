package org.caracal.core.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.caracal.SpecException;
import org.caracal.backend.BackendRefusal;
import org.caracal.core.plugin.Registered;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.plugin.PluginKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Version;

@Timeout(60)
class BackendRegistryTest {
  private final BackendRegistry registry = new BackendRegistry(Duration.ofSeconds(20));
  private final Candidate slow = candidate("slow", 1, 0);
  private final Candidate fast = candidate("fast", 2, 10);

  private static Candidate candidate(String name, long id, int ranking) {
    return new Candidate(
        new Registered<>(
            new ReferenceBackend(),
            PluginKind.BACKEND,
            name,
            "test." + name,
            Version.emptyVersion,
            id),
        ranking);
  }

  @Test
  void theHighestRankingIsPreferredThenTheOldest() {
    var sameAsSlow = candidate("newer", 3, 0);
    registry.add(sameAsSlow);
    registry.add(slow);
    registry.add(fast);
    assertEquals(List.of(fast, slow, sameAsSlow), registry.candidates());
  }

  @Test
  void aBackendThatIsRankedAnewIsThereOnceAndAllTheTime() {
    registry.add(slow);
    registry.add(fast);
    var seen = new AtomicInteger();
    registry.listen(() -> seen.compareAndSet(0, registry.candidates().size()));
    var now = new Candidate(slow.registered(), 99);
    registry.add(now);
    assertEquals(2, seen.get());
    assertEquals(List.of(now, fast), registry.candidates());
    assertTrue(registry.lease(slow).isEmpty(), "an old candidate is to be chosen anew");
    assertTrue(registry.lease(now).isPresent());
  }

  @Test
  void everyChoiceHasAReason() {
    registry.add(slow);
    assertEquals("the only usable backend", choose("auto", Map.of()).reason());
    registry.add(fast);
    assertEquals("preferred by ranking to slow", choose("auto", Map.of()).reason());
    assertEquals("asked for by name", choose("slow", Map.of()).reason());
    assertSame(slow, choose("slow", Map.of()).candidate());
    var fallen = choose("auto", Map.of(2L, "it broke"));
    assertSame(slow, fallen.candidate());
    assertTrue(fallen.reason().contains("fast failed in this run: it broke"), fallen::reason);
    var replaced = choose("fast", Map.of(2L, "it broke"));
    assertSame(slow, replaced.candidate());
    assertTrue(replaced.reason().contains("in place of fast"), replaced::reason);
    assertTrue(registry.choose(new BackendWish("auto", Map.of(1L, "a", 2L, "b"))).isEmpty());
  }

  @Test
  void refusalsAreToldWithTheirRemedies() {
    registry.add(slow);
    var refusal = new BackendRefusal("gpu", "no driver", "install one");
    registry.addRefusal(refusal);
    registry.check("gpu");
    var choice = choose("gpu", Map.of());
    assertSame(slow, choice.candidate());
    for (var text : List.of("in place of gpu", "no driver", "install one")) {
      assertTrue(choice.reason().contains(text), choice::reason);
    }
    registry.removeRefusal(refusal);
    var failure = assertThrows(SpecException.class, () -> registry.check("gpu"));
    assertTrue(failure.getMessage().contains("slow"), failure::getMessage);
    registry.check("auto");
    registry.check("slow");
  }

  @Test
  void aLeavingBackendWaitsForItsLeases() throws InterruptedException {
    registry.add(fast);
    var told = new AtomicInteger();
    registry.listen(told::incrementAndGet);
    var lease = registry.lease(fast).orElseThrow();
    var remover = new Thread(() -> registry.remove(fast.registered()));
    remover.start();
    while (!lease.leaving()) {
      Thread.onSpinWait();
    }
    assertTrue(registry.candidates().isEmpty());
    assertTrue(registry.lease(fast).isEmpty(), "nobody gets it any more");
    remover.join(100);
    assertTrue(remover.isAlive(), "waits for the lease");
    lease.close();
    lease.close();
    remover.join(20_000);
    assertFalse(remover.isAlive());
    assertEquals(1, told.get());
  }

  /** An event handler that stops a bundle is on the training thread: it would wait for itself. */
  @Test
  void leasesOfTheOwnThreadAreNotWaitedFor() {
    registry.add(fast);
    var lease = registry.lease(fast).orElseThrow();
    registry.remove(fast.registered());
    assertTrue(lease.leaving());
    lease.close();
  }

  @Test
  void noLeaseIsWaitedForForEver() throws InterruptedException {
    var impatient = new BackendRegistry(Duration.ofMillis(50));
    impatient.add(fast);
    var holder = new Thread(() -> impatient.lease(fast));
    holder.start();
    holder.join();
    impatient.remove(fast.registered());
    assertTrue(impatient.candidates().isEmpty());
  }

  @Test
  void listenersAreToldUntilTheyEnd() {
    var told = new AtomicInteger();
    try (var subscription = registry.listen(told::incrementAndGet)) {
      registry.add(slow);
      registry.add(fast);
      registry.remove(fast.registered());
      assertEquals(3, told.get());
    }
    registry.add(fast);
    assertEquals(3, told.get());
  }

  private Choice choose(String wish, Map<Long, String> failed) {
    return registry.choose(new BackendWish(wish, failed)).orElseThrow();
  }
}
