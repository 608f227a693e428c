package org.caracal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.caracal.CaracalException;
import org.caracal.DataException;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.model.ModelStore;
import org.caracal.plugin.PluginCatalog;
import org.caracal.training.Job;
import org.caracal.training.JobReader;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.caracal.training.RunResult;
import org.caracal.training.Trainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.EventHandler;

/** Arguments, exit codes and what goes where; the engine behind it is not under test here. */
class CommandLineServiceTest {
  private final BundleContext context = mock();
  private final Trainer trainer = mock();
  private final JobReader jobReader = mock();
  private final ModelStore modelStore = mock();
  private final PluginCatalog catalog = mock();
  private final Run run = mock();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream systemErr = System.err;
  private final Job job = RecordedRun.job(0.2, 0.1);
  @TempDir Path folder;

  @BeforeEach
  void services() {
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    when(context.getProperty("felix.fileinstall.dir")).thenReturn(folder + "/none");
    ServiceRegistration<EventHandler> registration = mock();
    when(context.registerService(any(Class.class), any(EventHandler.class), any()))
        .thenReturn(registration);
    when(jobReader.read(any(), anyMap())).thenReturn(job);
    when(trainer.start(any(), any())).thenReturn(run);
    ends(RecordedRun.result(Run.State.FINISHED, Map.of("loss", 0.5)));
  }

  @AfterEach
  void restore() {
    System.setErr(systemErr);
  }

  private void ends(RunResult result) {
    when(run.result()).thenReturn(CompletableFuture.completedStage(result));
  }

  private int caracal(String... arguments) {
    var services =
        new Services(
            context,
            trainer,
            jobReader,
            modelStore,
            catalog,
            new PrintStream(out, true, StandardCharsets.UTF_8));
    return new CommandLineService(services).applyAsInt(arguments);
  }

  private RunOptions options() {
    var options = ArgumentCaptor.forClass(RunOptions.class);
    verify(trainer).start(any(), options.capture());
    return options.getValue();
  }

  @Test
  void trainTakesDefaults() {
    assertEquals(0, caracal("train", "a.yaml"));
    assertEquals(RunOptions.DEFAULT, options());
    verify(jobReader).read(Path.of("a.yaml"), Map.of());
  }

  @Test
  void trainTakesAllOptions() {
    var arguments =
        "train a.yaml --backend java --threads 3 --epochs 7 --seed 9 --set training.batchSize=64"
            + " --set model.dtype=float64 --checkpoint c --resume r --swap-every 100 --profile"
            + " --exact";
    assertEquals(0, caracal(arguments.split(" ")));
    assertEquals(
        new RunOptions(
            "java", 3, Optional.of(Path.of("c")), Optional.of(Path.of("r")), 100, true, true),
        options());
    verify(jobReader)
        .read(
            Path.of("a.yaml"),
            Map.of(
                "training.batchSize", "64",
                "model.dtype", "float64",
                "training.epochs", "7",
                "seed", "9"));
  }

  @Test
  void aResumedRunGoesOnSavingWhereItWasSaved() throws IOException {
    assertEquals(0, caracal("train", "a.yaml", "--resume", folder.toString()));
    assertEquals(Optional.of(folder), options().checkpoints());
    assertEquals(Optional.of(folder), options().resume());
  }

  @Test
  void aResumedCheckpointLeadsToItsFolder() throws IOException {
    var file = Files.createFile(folder.resolve("step-000000000005.safetensors"));
    assertEquals(0, caracal("train", "a.yaml", "--resume", file.toString()));
    assertEquals(Optional.of(folder), options().checkpoints());
    assertEquals(Optional.of(file), options().resume());
  }

  @Test
  void theFolderOfDataIsTheJobs() {
    assertEquals(0, caracal("train", "a.yaml", "--data-dir", folder.toString()));
    var started = ArgumentCaptor.forClass(Job.class);
    verify(trainer).start(started.capture(), any());
    assertEquals(folder, started.getValue().directory());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "train a.yaml b.yaml",
        "train a.yaml --epochs",
        "train a.yaml --epochs many",
        "train a.yaml --seed 1.5",
        "train a.yaml --set epochs",
        "train a.yaml --quiet --json",
        "train a.yaml --swap-every -1",
        "train a.yaml --threads -1",
        "train a.yaml --nonsense",
        "predict c",
        "predict c --input a.csv",
        "evaluate",
        "describe",
        "nonsense"
      })
  void wrongUsageEndsWith2AndSaysWhyInOneOrTwoLines(String arguments) {
    assertEquals(2, caracal(arguments.split(" ")));
    var message = err.toString(StandardCharsets.UTF_8);
    assertTrue(message.startsWith("caracal: "), message);
    assertTrue(message.lines().count() <= 2, message);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void misspeltOptionsAreAnsweredWithTheNearestOne() {
    caracal("train", "a.yaml", "--epoch", "3");
    assertEquals(
        List.of(
            "caracal: Unknown options: '--epoch', '3'; did you mean --epochs?",
            "see caracal train --help"),
        err.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @Test
  void misspeltCommandsAreAnsweredWithTheNearestOne() {
    caracal("trian", "a.yaml");
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("train"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "train --help", "shell -h", "--version"})
  void helpIsAResult(String arguments) {
    assertEquals(0, caracal(arguments.split(" ")));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("caracal"));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void noArgumentsAreWrongUsage() {
    assertEquals(2, caracal());
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("train"));
  }

  @ParameterizedTest
  @CsvSource({"2,SPEC", "3,DATA", "4,PLUGIN"})
  void failuresEndWithTheirCode(int code, String kind) {
    CaracalException failure =
        switch (kind) {
          case "SPEC" -> new SpecException("told");
          case "DATA" -> new DataException("told");
          default -> new PluginException("told");
        };
    ends(RecordedRun.result(Run.State.FAILED, Map.of(), Optional.of(failure)));
    assertEquals(code, caracal("train", "a.yaml"));
    assertEquals("caracal: told", err.toString(StandardCharsets.UTF_8).strip());
  }

  @Test
  void withJsonARefusedJobIsAnObjectToo() {
    when(jobReader.read(any(), anyMap())).thenThrow(new SpecException("a.yaml:3: told"));
    assertEquals(2, caracal("train", "a.yaml", "--json"));
    assertEquals(
        "{\"event\":\"failed\",\"message\":\"a.yaml:3: told\"}",
        out.toString(StandardCharsets.UTF_8).strip());
    assertEquals("caracal: a.yaml:3: told", err.toString(StandardCharsets.UTF_8).strip());
  }

  @Test
  void anInterruptStopsTheRunAndEndsWith130() {
    var result = new CompletableFuture<RunResult>();
    when(run.result()).thenReturn(result);
    org.mockito.Mockito.doAnswer(
            call -> result.complete(RecordedRun.result(Run.State.STOPPED, Map.of("loss", 0.5))))
        .when(run)
        .stop();
    Thread.currentThread().interrupt();
    assertEquals(130, caracal("train", "a.yaml"));
    verify(run).stop();
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("checkpoint: /c/step-300"));
  }

  @Test
  void anInterruptLeavesAnEvaluationAlone() {
    when(modelStore.evaluate(any(), any()))
        .thenAnswer(
            call -> {
              Thread.sleep(60_000);
              return Map.of();
            });
    Thread.currentThread().interrupt();
    assertEquals(130, caracal("evaluate", "c"));
  }

  @Test
  void evaluationIsPrinted() {
    when(modelStore.evaluate(any(), any())).thenReturn(Map.of("loss", 0.25, "accuracy", 0.5));
    assertEquals(0, caracal("evaluate", "c"));
    assertEquals(
        List.of("loss 0.2500", "accuracy 0.5000"),
        out.toString(StandardCharsets.UTF_8).lines().toList());
    out.reset();
    assertEquals(0, caracal("evaluate", "c", "--json"));
    assertEquals(
        "{\"event\":\"evaluated\",\"metrics\":{\"accuracy\":0.5,\"loss\":0.25}}",
        out.toString(StandardCharsets.UTF_8).strip());
  }

  @Test
  void whatShouldNotHappenEndsWith4() {
    when(modelStore.summarize(any())).thenThrow(new IllegalStateException("bug"));
    assertEquals(4, caracal("summary", "a.yaml"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("please report it"));
  }
}
