package org.caracal.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.caracal.CaracalException;
import org.caracal.DataException;
import org.caracal.array.NdArray;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchPipelineTest {
  private static final int EXAMPLES = 23;
  private static final int BATCH = 5;
  private static final int EPOCHS = 3;
  private static final int STEPS = 5;

  @AfterEach
  void noThreadIsLeft() {
    assertEquals(List.of(), threads());
  }

  @Test
  void everyEpochHasEachExampleOnceInAnOrderOfItsOwn() {
    var batches = all(true, 7, 0);
    assertEquals(EPOCHS * STEPS, batches.size());
    var orders = new ArrayList<List<Integer>>();
    for (var epoch = 0; epoch < EPOCHS; epoch++) {
      var steps = batches.subList(epoch * STEPS, (epoch + 1) * STEPS);
      assertEquals(List.of(5, 5, 5, 5, 3), steps.stream().map(List::size).toList());
      var order = steps.stream().flatMap(List::stream).toList();
      assertEquals(range(), order.stream().sorted().toList());
      assertFalse(orders.contains(order));
      orders.add(order);
    }
  }

  @Test
  void withoutShufflingTheOrderIsThatOfTheData() {
    var batches = all(false, 7, 0);
    assertEquals(range(), batches.stream().limit(STEPS).flatMap(List::stream).toList());
  }

  @Test
  void theOrderDependsOnTheSeedOnly() {
    assertEquals(all(true, 7, 0), all(true, 7, 0));
    assertNotEquals(all(true, 7, 0), all(true, 8, 0));
  }

  @Test
  void fromAnyStepOnTheBatchesAreTheSame() {
    var whole = all(true, 7, 0);
    for (var step = 0; step < whole.size(); step++) {
      assertEquals(whole.subList(step, whole.size()), all(true, 7, step));
    }
  }

  @Test
  void batchesLargerThanTheDataAreTheData() {
    for (var size : new int[] {EXAMPLES, EXAMPLES + 1, Integer.MAX_VALUE}) {
      assertEquals(1, BatchPipeline.stepsPerEpoch(EXAMPLES, size));
      try (var pipeline =
          new BatchPipeline(Examples.reader(Examples.numbered(EXAMPLES)), size, false, 1, 0, 1)) {
        assertEquals(range(), Examples.numbers(pipeline.next()));
      }
    }
  }

  @Test
  void theThreadEndsWithTheLastBatch() throws InterruptedException {
    var pipeline = pipeline(true, 1, 0);
    for (var i = 0; i < EPOCHS * STEPS; i++) {
      pipeline.next();
    }
    awaitEndOfThreads();
    pipeline.close();
  }

  @Test
  void theThreadEndsWhenThePipelineIsClosedAtAnyMoment() {
    for (var taken = 0; taken < EPOCHS * STEPS; taken++) {
      var pipeline = pipeline(true, 1, 0);
      for (var i = 0; i < taken; i++) {
        pipeline.next();
      }
      pipeline.close();
      pipeline.close();
      assertEquals(List.of(), threads());
    }
  }

  @Test
  void aBatchStaysUntilTheNextOneIsTaken() throws InterruptedException {
    try (var pipeline = pipeline(true, 7, 0)) {
      var first = pipeline.next();
      var before = Examples.numbers(first);
      Thread.sleep(50); // time enough for the thread to fill whatever it may
      assertEquals(before, Examples.numbers(first));
    }
  }

  @Test
  void batchesBeforeAFailureAreGood() throws InterruptedException {
    var whole = all(true, 7, 0);
    var bad = whole.get(6).get(2);
    var seen = new java.util.concurrent.atomic.AtomicInteger();
    var data =
        watched(
            example -> {
              if (example == bad && seen.getAndIncrement() == 1) {
                throw new DataException("example " + example + " is bad");
              }
            });
    try (var pipeline = new BatchPipeline(Examples.reader(data), BATCH, true, 7, 0, EPOCHS)) {
      for (var step = 0; step < 6; step++) {
        assertEquals(whole.get(step), Examples.numbers(pipeline.next()));
      }
      for (var i = 0; i < 3; i++) {
        var failure = assertThrows(DataException.class, pipeline::next);
        assertEquals("example " + bad + " is bad", failure.getMessage());
      }
      awaitEndOfThreads();
    }
  }

  /** A source is a plugin: it may throw whatever there is. A run must not wait for ever. */
  @Test
  void errorsOfASourceArriveToo() {
    for (var error :
        new Error[] {
          new LinkageError("class is gone"), new OutOfMemoryError("test"), new AssertionError()
        }) {
      var data =
          watched(
              example -> {
                throw error;
              });
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            try (var pipeline =
                new BatchPipeline(Examples.reader(data), BATCH, true, 7, 0, EPOCHS)) {
              var failure = assertThrows(CaracalException.class, pipeline::next);
              assertTrue(failure.getMessage().contains(error.toString()), failure::getMessage);
            }
          });
    }
  }

  /** So that a run can be stopped while its source hangs. */
  @Test
  void nobodyNeedsToWaitForASourceThatHangs() throws InterruptedException {
    var release = new CountDownLatch(1);
    var data = watched(example -> hang(release));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          try (var pipeline = new BatchPipeline(Examples.reader(data), BATCH, true, 7, 0, EPOCHS)) {
            assertFalse(pipeline.await(10));
            assertFalse(pipeline.await(0));
          }
        });
    release.countDown();
    awaitEndOfThreads();
  }

  /** Runs are not cancelled by interrupts; a listener may leave one behind. */
  @Test
  void interruptsMeanNothing() {
    try (var pipeline = pipeline(false, 7, 0)) {
      Thread.currentThread().interrupt();
      assertEquals(List.of(0, 1, 2, 3, 4), Examples.numbers(pipeline.next()));
      assertFalse(Thread.interrupted());
    }
  }

  @Test
  void waitingTakesNoBatch() {
    try (var pipeline = pipeline(false, 7, 0)) {
      assertTrue(pipeline.await(10_000));
      assertTrue(pipeline.await(0));
      assertEquals(List.of(0, 1, 2, 3, 4), Examples.numbers(pipeline.next()));
      assertTrue(pipeline.await(10_000));
      assertEquals(List.of(5, 6, 7, 8, 9), Examples.numbers(pipeline.next()));
    }
  }

  private static void hang(CountDownLatch release) {
    while (true) {
      try {
        release.await();
        return;
      } catch (InterruptedException e) {
        // a source that does not care
      }
    }
  }

  private static BatchPipeline pipeline(boolean shuffle, long seed, long firstStep) {
    var reader = Examples.reader(Examples.numbered(EXAMPLES));
    return new BatchPipeline(reader, BATCH, shuffle, seed, firstStep, EPOCHS);
  }

  private static List<List<Integer>> all(boolean shuffle, long seed, int firstStep) {
    var batches = new ArrayList<List<Integer>>();
    try (var pipeline = pipeline(shuffle, seed, firstStep)) {
      for (var step = firstStep; step < EPOCHS * STEPS; step++) {
        batches.add(Examples.numbers(pipeline.next()));
      }
    }
    return batches;
  }

  private static List<Integer> range() {
    return IntStream.range(0, EXAMPLES).boxed().toList();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("caracal-batches"))
        .toList();
  }

  private static void awaitEndOfThreads() throws InterruptedException {
    for (var thread : threads()) {
      thread.join(20_000);
    }
    assertEquals(List.of(), threads());
  }

  /** Numbered examples that tell somebody before they are read. */
  private static Dataset watched(IntConsumer watcher) {
    var data = Examples.numbered(EXAMPLES);
    return new Dataset() {
      @Override
      public int size() {
        return data.size();
      }

      @Override
      public List<Feature> features() {
        return data.features();
      }

      @Override
      public void read(int feature, int example, NdArray batch, int row) {
        watcher.accept(example);
        data.read(feature, example, batch, row);
      }
    };
  }
}
