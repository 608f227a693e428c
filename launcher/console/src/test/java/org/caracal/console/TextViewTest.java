package org.caracal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.caracal.event.Topics;
import org.caracal.training.Run;
import org.junit.jupiter.api.Test;

class TextViewTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;

  private TextView view(int columns, boolean quiet) {
    return new TextView(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), columns, quiet, () -> now);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return text().lines().toList();
  }

  private void seconds(double passed) {
    now += (long) (passed * 1e9);
  }

  private void train(TextView view, long from, long to, double secondsPerStep) {
    for (var step = from; step <= to; step++) {
      seconds(secondsPerStep);
      view.show(RecordedRun.step(step, 1.0 / step));
    }
  }

  @Test
  void wantsEveryStepOnlyToMoveTheBar() {
    assertTrue(view(80, false).topics().contains(Topics.STEP_FINISHED));
    assertFalse(view(0, false).topics().contains(Topics.STEP_FINISHED));
  }

  @Test
  void plainLinesWhereTheOutputIsNoTerminal() {
    var view = view(0, false);
    view.begin(RecordedRun.job(0.2, 0.1));
    view.show(RecordedRun.started(0));
    view.show(RecordedRun.epochStarted(1));
    seconds(1);
    view.show(RecordedRun.epochFinished(1));
    view.show(RecordedRun.swapped(100));
    view.end(RecordedRun.result(Run.State.FINISHED, Map.of("loss", 0.125, "accuracy", 0.96)));
    assertEquals(
        List.of(
            "training digits-mlp, seed 42",
            "backend java: the only usable backend; pure Java, 2 threads",
            "epoch 1/3  loss 0.2500 (val 0.3000)  accuracy 0.7500 (val 0.7000)  1.0 s"
                + "  3,200 samples/s",
            "step 100: backend native -> java in 12.3 ms (native is leaving)",
            "finished after step 300: test loss 0.1250  accuracy 0.9600  1.5 s, 200 steps/s,"
                + " backend java (the only usable backend)",
            "checkpoint: /c/step-300"),
        lines());
    assertFalse(text().contains("\033") || text().contains("\r"), text());
  }

  @Test
  void aBarMovesOnATerminal() {
    var view = view(80, false);
    view.begin(RecordedRun.job(0.2, 0.1));
    view.show(RecordedRun.started(0));
    view.show(RecordedRun.epochStarted(1));
    train(view, 1, 100, 0.05);
    view.show(RecordedRun.epochFinished(1));
    var drawn = text().split(System.lineSeparator())[2].split("\r\033\\[K", -1);
    var bars = Arrays.stream(drawn).filter(part -> part.startsWith("epoch 1/3 [")).toList();
    // not more often than each 0.1 s
    assertTrue(bars.size() >= 30 && bars.size() <= 50, bars.size() + " bars");
    bars.forEach(bar -> assertTrue(bar.length() < 80, bar));
    // 640 examples a second; the loss is smoothed, so that it lies above the last one
    assertTrue(bars.get(20).contains(" 640/s "), bars.get(20));
    assertTrue(
        bars.get(20).contains(" 61/100 loss 0.0743 "), bars.get(20)); // the last one is 0.0164
    // the bar is gone before the line of the epoch comes
    assertTrue(drawn[drawn.length - 1].startsWith("epoch 1/3  loss 0.2500"), text());
  }

  @Test
  void quietIsTheLastLineOnly() {
    var view = view(80, true);
    assertEquals(List.of(), view.topics(), "steps that nobody looks at must not be told of");
    view.begin(RecordedRun.job(0, 0));
    view.end(RecordedRun.result(Run.State.FINISHED, Map.of("loss", 0.125)));
    assertEquals(
        List.of(
            "finished after step 300: training loss 0.1250  1.5 s, 200 steps/s, backend java (the"
                + " only usable backend)"),
        lines());
  }

  @Test
  void aRunThatIsResumedBeginsWithinAnEpoch() {
    seconds(1000);
    var view = view(0, false);
    view.begin(RecordedRun.job(0, 0.1));
    view.show(RecordedRun.started(150));
    seconds(1);
    view.show(RecordedRun.epochFinished(2));
    view.end(RecordedRun.result(Run.State.FINISHED, Map.of("loss", 0.5)));
    assertEquals("resumed after step 150", lines().get(1));
    assertTrue(lines().get(3).endsWith("  1.0 s  1,600 samples/s"), text());
    assertTrue(lines().get(4).contains(": validation loss 0.5000  "), text());
  }

  @Test
  void pausesDoNotCountAsTime() {
    var view = view(0, false);
    view.begin(RecordedRun.job(0, 0));
    view.show(RecordedRun.started(0));
    view.show(RecordedRun.epochStarted(1));
    seconds(0.5);
    view.show(RecordedRun.paused(50));
    seconds(3600);
    view.show(RecordedRun.resumed(50));
    seconds(0.5);
    view.show(RecordedRun.epochFinished(1));
    assertEquals("paused after step 50", lines().get(2));
    assertEquals("goes on after step 50", lines().get(3));
    assertTrue(lines().get(4).endsWith("  1.0 s  3,200 samples/s"), text());
  }

  @Test
  void narrowTerminalsLoseTheSpeedOfAnEpoch() {
    var view = view(80, false);
    view.show(RecordedRun.started(0));
    view.show(RecordedRun.epochStarted(1));
    seconds(1);
    view.show(RecordedRun.epochFinished(1));
    assertEquals(
        "epoch 1/3  loss 0.2500 (val 0.3000)  accuracy 0.7500 (val 0.7000)  1.0 s", lines().get(1));
  }

  @Test
  void aRunThatWasStoppedBeforeItsFirstStepHasNoMetrics() {
    var view = view(0, false);
    view.begin(RecordedRun.job(0.2, 0));
    view.end(RecordedRun.result(Run.State.STOPPED, Map.of("loss", Double.NaN)));
    assertEquals(
        "stopped after step 300: 1.5 s, 200 steps/s, backend java (the only usable backend)",
        lines().get(1));
  }
}
