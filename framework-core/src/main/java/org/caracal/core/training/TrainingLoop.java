package org.caracal.core.training;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.caracal.CaracalException;
import org.caracal.DataException;
import org.caracal.PluginException;
import org.caracal.array.NdArray;
import org.caracal.core.data.Batch;
import org.caracal.data.Dataset;
import org.caracal.training.Callbacks.NanGuard;
import org.caracal.training.Run;

/**
 * The steps and epochs of a run. Everything here happens on the thread of the run.
 *
 * <p>A step in which a backend fails is repeated on another one. Up to the updates nothing was
 * changed, so it is simply run again. If the updates themselves fail, some variables may be updated
 * and others not: then the values of the last save point (the beginning of the epoch, as a rule)
 * are taken, and the steps since are done again without telling anybody. The same numbers come out,
 * and what listeners see is one run without a gap.
 */
final class TrainingLoop implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(TrainingLoop.class.getName());

  private final RunParts parts;
  private final Seat seat;
  private final SavePoint savePoint;
  private final EarlyStopping stopping;
  private final Supplier<Map<String, Double>> metricsSoFar = () -> meter().values();
  private final double[] rates;
  private final NdArray[] outputs;
  private final BatchSupply batches;
  private final int epochs;
  private final long stepsPerEpoch;
  private Meter meter;
  private long step;
  private long finishedEpochs;
  private long updates;
  private long nanoseconds;
  private long pausedNanoseconds;

  /** Steps up to this one have been told of. */
  private long told;

  private long swappedAt;
  private double loss;
  private boolean updating;
  private boolean stopped;
  private Map<String, Double> lastMetrics = Map.of();

  /**
   * Creates a loop that stands where a run was.
   *
   * @param patienceNanos how long to wait for a batch
   */
  TrainingLoop(
      RunParts parts,
      Seat seat,
      SavePoint savePoint,
      EarlyStopping stopping,
      Progress start,
      long patienceNanos) {
    this.parts = parts;
    this.seat = seat;
    this.savePoint = savePoint;
    this.stopping = stopping;
    this.rates = new double[parts.graphs().phases().size()];
    this.outputs = new NdArray[parts.metrics().entries().size()];
    this.epochs = parts.job().training().epochs();
    this.stepsPerEpoch = parts.data().stepsPerEpoch(parts.job());
    this.batches = new BatchSupply(parts.job(), parts.data(), patienceNanos);
    this.meter = new Meter(parts.metrics());
    begin(start);
    told = step;
    swappedAt = step;
    parts.status().step(step);
  }

  private Meter meter() {
    return meter;
  }

  /** Trains to the end. */
  Run.State run() {
    if (!seat.settle(Optional.empty())) {
      return Run.State.STOPPED;
    }
    parts.status().state(Run.State.RUNNING);
    parts.events().position((int) epoch(), step);
    parts.events().started(parts.status().backend(), epochs, stepsPerEpoch);
    while (finishedEpochs < epochs && !stopping.isExhausted() && trainEpoch()) {
      finishEpoch();
    }
    if (!stopped) {
      parts
          .data()
          .splits()
          .test()
          .flatMap(this::evaluate)
          .ifPresent(metrics -> lastMetrics = metrics);
    }
    return stopped ? Run.State.STOPPED : Run.State.FINISHED;
  }

  /** Notes where the run stands, and saves it if there is a folder for checkpoints. */
  void save(boolean best) {
    var midEpoch = step > finishedEpochs * stepsPerEpoch;
    savePoint.take(
        new Progress(step, updates, meter.lossSum(), meter.examples(), meter.states(), midEpoch));
    savePoint.save(lastMetrics, best);
  }

  /**
   * Saves a run that was stopped or has failed, with the variables of the last good step.
   *
   * @param failure why it failed
   * @return the same, or why saving failed
   */
  Optional<CaracalException> saveUnfinished(Optional<CaracalException> failure) {
    try {
      if (updating || parts.variables().notFinite().isPresent()) {
        rewind();
      }
      save(false);
      return failure;
    } catch (CaracalException e) {
      LOGGER.log(System.Logger.Level.WARNING, "the run cannot be saved: " + e.getMessage());
      return failure.or(() -> Optional.of(e));
    }
  }

  /**
   * Loss and metrics of the last evaluation: of the test split at the end; of the training split if
   * there was none.
   */
  Map<String, Double> metrics() {
    return lastMetrics.isEmpty() ? meter.values() : lastMetrics;
  }

  long step() {
    return step;
  }

  /** The time from step to step, all that happens between them included but pauses. */
  long nanoseconds() {
    return nanoseconds;
  }

  /** Number of the epoch that a step belongs to, from 1. */
  private long epoch() {
    return step / stepsPerEpoch + 1;
  }

  private void begin(Progress from) {
    step = from.step();
    updates = from.updates();
    finishedEpochs = step / stepsPerEpoch;
    meter = new Meter(parts.metrics());
    if (from.midEpoch()) {
      meter.resume(from);
      if (step % stepsPerEpoch == 0) {
        finishedEpochs--; // all steps are done, but it was not judged yet
      }
    }
    batches.restart();
  }

  /** Trains to the end of the epoch; false if the run is to stop before. */
  private boolean trainEpoch() {
    var end = (finishedEpochs + 1) * stepsPerEpoch;
    if (step == finishedEpochs * stepsPerEpoch) {
      meter = new Meter(parts.metrics());
      parts.events().position((int) epoch(), step);
      if (step >= told) {
        parts.events().epochStarted(epochs);
      }
    }
    var began = System.nanoTime() - pausedNanoseconds;
    parts.profiler().begin();
    try {
      while (step < end) {
        if (!attend()) {
          return false;
        }
        trainStep();
      }
      return !stopped;
    } finally {
      nanoseconds += System.nanoTime() - pausedNanoseconds - began;
    }
  }

  private void finishEpoch() {
    var metrics = meter.values();
    var judged = metrics;
    if (parts.data().splits().validation().isPresent()) {
      var validation = evaluate(parts.data().splits().validation().get());
      if (validation.isEmpty()) {
        return; // to stop, or to go back to the last save point
      }
      judged = validation.get();
      judged.forEach((name, value) -> metrics.put("validation." + name, value));
    }
    lastMetrics = judged;
    checkParameters();
    finishedEpochs++;
    var best = stopping.judge(judged);
    parts.events().position((int) (step / stepsPerEpoch), step);
    parts.events().epochFinished(epochs, (int) meter.examples(), metrics);
    save(best);
    if (stopping.isExhausted()) {
      LOGGER.log(System.Logger.Level.INFO, "stopped early: " + stopping.reason());
    }
  }

  /** Does what others ask for; false if the run is to stop. */
  private boolean attend() {
    Thread.interrupted(); // some handler's doing; it would break the next use of a file
    if (stopped || (parts.control().needsAttention() && !attendRequests())) {
      stopped = true;
      return false;
    }
    var every = parts.options().swapEvery();
    if (every > 0 && step % every == 0 && step > swappedAt) {
      swappedAt = step;
      if (!seat.rotate("every " + every + " steps")) {
        stopped = true;
        return false;
      }
      parts.profiler().begin();
    }
    if (seat.takeLost()) {
      rewind();
    }
    return true;
  }

  private boolean attendRequests() {
    var paused = false;
    for (; ; ) {
      var requests = parts.control().take();
      if (requests.stop() || !seat.settle(requests.backend())) {
        return false;
      }
      if (requests.pause() != paused) {
        paused = requests.pause();
        parts.status().state(paused ? Run.State.PAUSED : Run.State.RUNNING);
        parts.events().halted(paused);
      }
      if (!paused) {
        parts.profiler().begin();
        return true;
      }
      var began = System.nanoTime();
      parts.control().await(Long.MAX_VALUE / 2);
      pausedNanoseconds += System.nanoTime() - began;
    }
  }

  private void trainStep() {
    var batch = batches.next(step);
    if (batch == null) {
      return; // not there yet: look what others ask for, and come again
    }
    parts.profiler().hasBatch();
    var graph = parts.graphs().training(batch.rows());
    for (var i = 0; i < rates.length; i++) {
      rates[i] = parts.graphs().phases().get(i).learningRate(step, stepsPerEpoch, epochs);
    }
    var began = System.nanoTime();
    boolean finite;
    try {
      finite = attempt(graph, batch);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      fallBack(e);
      return; // the same batch is next, or one before it
    }
    if (!finite) {
      guard(graph, batch);
    }
    var took = System.nanoTime() - began;
    parts.profiler().hasComputed();
    batches.done();
    step++;
    if (finite) {
      updates++;
      measure(batch);
    }
    if (step > told) {
      told = step;
      parts.status().step(step);
      parts.events().position((int) ((step - 1) / stepsPerEpoch) + 1, step);
      parts.events().stepFinished(loss, batch.rows(), took, metricsSoFar);
    }
    parts.profiler().hasTold();
  }

  /**
   * Computes a step and updates the variables; false, with nothing changed, if loss or gradients
   * are not finite.
   */
  private boolean attempt(TrainingStep graph, Batch batch) {
    var observed = step >= told && parts.events().layersWanted();
    var runner = seat.bench().training(graph, observed);
    load(runner, batch);
    if (observed) {
      parts.events().position((int) epoch(), step + 1);
      runner.gradients(parts.events());
    } else {
      runner.gradients();
    }
    loss = runner.loss();
    for (var i = 0; i < outputs.length; i++) {
      outputs[i] = runner.output(i);
    }
    if (!runner.isFinite()) {
      return false;
    }
    updating = true;
    runner.update();
    if ((updates + 1) % Subnormals.PERIOD == 0) {
      parts.variables().flushSubnormals();
    }
    updating = false;
    return true;
  }

  private void load(StepRunner runner, Batch batch) {
    runner.load(batch);
    runner.key(parts.job().seed(), step + 1);
    for (var i = 0; i < rates.length; i++) {
      runner.rate(i, rates[i], updates + 1);
    }
  }

  private void measure(Batch batch) {
    meter.add(loss, batch.rows());
    for (var i = 0; i < outputs.length; i++) {
      meter.add(
          i, outputs[i], batch.feature(parts.metrics().entries().get(i).target()), batch.rows());
    }
  }

  /**
   * Leaves a failed backend; the variables are those before the step, or those of the save point.
   */
  private void fallBack(Throwable failure) {
    var torn = updating;
    updating = false;
    try {
      stopped = !seat.fail(failure);
    } finally {
      if (seat.takeLost() || torn) {
        rewind();
      }
      parts.profiler().begin();
    }
  }

  /** Goes back to the save point. */
  private void rewind() {
    begin(savePoint.restore());
  }

  /** What to do with a step whose loss or gradients are not finite. */
  private void guard(TrainingStep graph, Batch batch) {
    checkParameters();
    if (parts.job().training().callbacks().nanGuard() == NanGuard.SKIP) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "step " + (step + 1) + " is left out: loss or gradients are not finite");
      return;
    }
    var observed = seat.bench().training(graph, true);
    load(observed, batch);
    throw new PluginException(
        "loss or gradients are not finite in step "
            + (step + 1)
            + " of epoch "
            + epoch()
            + ": it begins "
            + NonFinite.find(observed)
            + ". Lower the learning rate, clip gradients, or let nanGuard skip such steps");
  }

  /**
   * An optimizer may have spoilt what the next steps begin with: skipping them would not help, and
   * no checkpoint may hold it.
   */
  private void checkParameters() {
    var spoilt = parts.variables().notFinite();
    if (spoilt.isPresent()) {
      var culprits = parts.graphs().optimizers(spoilt.get());
      throw new PluginException(
          "parameter "
              + spoilt.get()
              + " is not finite after step "
              + step
              + " of epoch "
              + Math.max(1, (step - 1) / stepsPerEpoch + 1)
              + ", as "
              + culprits
              + " has left it: lower the learning rate or clip gradients");
    }
  }

  /** Loss and metrics on a split; empty if the run is to stop, or went back to the save point. */
  private Optional<Map<String, Double>> evaluate(Dataset split) {
    var evaluation =
        new SplitEvaluation(
            split,
            parts.job().training().batchSize(),
            parts.graphs(),
            parts.data(),
            parts.metrics());
    var before = step;
    while (!evaluation.isFinished()) {
      if (!attend() || step != before) {
        return Optional.empty();
      }
      var graph = evaluation.read();
      EvaluationRunner runner;
      try {
        runner = seat.bench().evaluation(graph);
        runner.run(evaluation.batch());
      } catch (DataException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        fallBack(e);
        continue; // the same batch on another backend
      }
      evaluation.measure(runner);
    }
    return Optional.of(evaluation.values());
  }

  @Override
  public void close() {
    batches.close();
  }
}
