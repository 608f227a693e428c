package org.caracal.core.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.Callbacks;
import org.caracal.training.DataSpec.Normalization;
import org.caracal.training.DataSpec.Normalization.Method;
import org.caracal.training.Job;
import org.caracal.training.LossSpec;
import org.caracal.training.MetricSpec;
import org.caracal.training.PhaseSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlJobReaderTest {
  private static final String MODEL =
      "model: {inputs: {x: [4]}, sequential: [{name: body, layer: relu}, {name: head, layer:"
          + " relu}]}\n";
  private static final String DATA = "data: {source: digits}\n";
  private static final String TRAINING =
      "training: {epochs: 1, loss: mse, target: y, optimizer: sgd}\n";

  @TempDir Path folder;

  @Test
  void readsAFile() throws IOException {
    var spec = folder.resolve("my-job.yaml");
    Files.writeString(spec, MODEL + DATA + TRAINING);

    var job = new YamlJobReader().read(spec, Map.of());

    assertEquals("my-job", job.name());
    assertEquals("my-job", job.model().name());
    assertEquals(0, job.seed());
    assertEquals(folder.toAbsolutePath().normalize(), job.directory());
    assertEquals(1, job.training().epochs());
    assertEquals(32, job.training().batchSize());
    assertTrue(job.data().shuffle());
    assertEquals(Callbacks.DEFAULT, job.training().callbacks());
    assertEquals(
        List.of("train", "", "y", "1.0", "sgd", "Optional.empty", "[**]"),
        facts(job.training().phases().get(0)));
  }

  @Test
  void readsEveryKey() {
    var job =
        read(
            """
            name: Everything 1.0
            seed: -7
            model:
              name: net
              dtype: float64
              inputs: {x: [4]}
              sequential: [{name: body, layer: relu}, {name: head, layer: relu}]
              outputs: [head, body]
            data:
              train: {csv: {file: a.csv}}
              validation: {csv: {file: b.csv}}
              split: {test: 0.25}
              normalize: {x: [standard, {subtract: 0.5, divide: 2}], z: min-max}
              shuffle: false
            training:
              epochs: 3
              batchSize: 5
              target: y
              output: head
              metrics: [accuracy, {metric: {top-k: {k: 2}}, output: body, target: z}]
              phases:
                - name: first
                  losses:
                    - {loss: mse, output: head, target: y, weight: 0.5}
                    - {loss: {huber: {delta: 2}}, output: body, target: 1}
                  optimizer: {adam: {learningRate: 1e-3}}
                  schedule: {step: {epochs: 1}}
                  parameters: ["body/**", "head/*"]
                - {name: second, loss: mse, output: body, target: head, optimizer: sgd}
              earlyStopping: {metric: accuracy, patience: 2, minDelta: 0.001}
              clipGradients: {value: 0.5}
              nanGuard: skip
            """);

    assertEquals("Everything 1.0", job.name());
    assertEquals(-7, job.seed());
    assertEquals("net", job.model().name());
    assertEquals(List.of("head", "body"), job.model().outputs());
    assertEquals("csv", job.data().train().name());
    assertEquals(
        Map.of("file", "b.csv"), job.data().validation().map(PluginSpec::options).orElseThrow());
    assertEquals(Optional.empty(), job.data().test());
    assertEquals(0.25, job.data().testFraction());
    assertEquals(
        List.of(
            new Normalization("x", Method.STANDARD, 0, 1),
            new Normalization("x", Method.AFFINE, 0.5, 2),
            new Normalization("z", Method.MIN_MAX, 0, 1)),
        job.data().normalizations());
    assertEquals(false, job.data().shuffle());
    assertEquals(5, job.training().batchSize());
    assertEquals(
        List.of("accuracy head y", "top-k body z"),
        job.training().metrics().stream().map(YamlJobReaderTest::facts).toList());
    assertEquals(
        List.of(
            "first",
            "head",
            "y",
            "0.5",
            "body",
            "1",
            "1.0",
            "adam",
            "Optional[step{epochs=1}]",
            "[body/**, head/*]"),
        facts(job.training().phases().get(0)));
    assertEquals(
        List.of("second", "body", "head", "1.0", "sgd", "Optional.empty", "[**]"),
        facts(job.training().phases().get(1)));
    assertEquals(
        new Callbacks(
            Optional.of(new Callbacks.EarlyStopping("accuracy", 2, 0.001)),
            Optional.of(new Callbacks.Clipping(Callbacks.Clipping.Method.VALUE, 0.5)),
            Callbacks.NanGuard.SKIP),
        job.training().callbacks());
  }

  @Test
  void looksForUnknownKeysEverywhere() {
    assertFails(
        "job.yaml:4: the spec has no key 'sead': did you mean 'seed'? (keys: name, seed, model,"
            + " data, training)",
        MODEL + DATA + TRAINING + "sead: 3\n");
    assertFails(
        "job.yaml:1: model has no key 'input': did you mean 'inputs'? (keys: name, dtype, inputs,"
            + " sequential, graph, outputs)",
        "model: {input: {x: [4]}, sequential: [relu]}\n" + DATA + TRAINING);
    assertFails(
        "job.yaml:2: data has no key 'splits': did you mean 'split'? (keys: source, train,"
            + " validation, test, split, normalize, shuffle)",
        MODEL + "data: {source: digits, splits: {}}\n" + TRAINING);
    assertFails(
        "job.yaml:2: data.split has no key 'tset': did you mean 'test'? (keys: validation, test)",
        MODEL + "data: {source: digits, split: {tset: 0.1}}\n" + TRAINING);
    assertFails(
        "job.yaml:2: data.normalize.x has no key 'scale' (keys: subtract, divide)",
        MODEL + "data: {source: digits, normalize: {x: {scale: 2}}}\n" + TRAINING);
    assertFails(
        "job.yaml:5: training has no key 'batch_size': did you mean 'batchSize'? (keys: epochs,"
            + " batchSize, metrics, phases, earlyStopping, clipGradients, nanGuard, loss, output,"
            + " target, losses, optimizer, schedule, parameters)",
        MODEL + DATA + "training:\n  epochs: 1\n  batch_size: 5\n");
    assertFails(
        "job.yaml:3: training.earlyStopping has no key 'patiense': did you mean 'patience'? (keys:"
            + " metric, patience, minDelta)",
        MODEL + DATA + training("earlyStopping: {patiense: 3}"));
    assertFails(
        "job.yaml:3: training.phases[0] has no key 'optimiser': did you mean 'optimizer'? (keys:"
            + " name, loss, output, target, losses, optimizer, schedule, parameters)",
        MODEL + DATA + "training: {epochs: 1, phases: [{name: a, optimiser: sgd}]}\n");
    assertFails(
        "job.yaml:3: training.losses[0] has no key 'wieght': did you mean 'weight'? (keys: loss,"
            + " output, target, weight)",
        MODEL + DATA + "training: {epochs: 1, losses: [{loss: mse, wieght: 2}], optimizer: sgd}\n");
    assertFails(
        "job.yaml:3: training.metrics[0] has no key 'targte': did you mean 'target'? (keys: metric,"
            + " output, target)",
        MODEL + DATA + training("metrics: [{metric: mae, targte: y}]"));
  }

  @Test
  void namesWhatIsMissing() {
    assertFails("job.yaml:1: the spec needs the key 'model'", DATA + TRAINING);
    assertFails("job.yaml:1: the spec needs the key 'data'", MODEL + TRAINING);
    assertFails(
        "job.yaml:3: training needs the key 'epochs'", MODEL + DATA + "training: {loss: mse}\n");
    assertFails(
        "job.yaml:3: training needs one of the keys loss, losses",
        MODEL + DATA + "training: {epochs: 1}\n");
    assertFails(
        "job.yaml:3: training needs the key 'target'",
        MODEL + DATA + "training: {epochs: 1, loss: mse, optimizer: sgd}\n");
    assertFails(
        "job.yaml:3: training needs the key 'optimizer'",
        MODEL + DATA + "training: {epochs: 1, loss: mse, target: y}\n");
    assertFails(
        "job.yaml:2: data needs one of the keys source, train",
        MODEL + "data: {shuffle: true}\n" + TRAINING);
    assertFails(
        "job.yaml:2: data needs one of the keys source, train, not both source and train",
        MODEL + "data: {source: a, train: b}\n" + TRAINING);
    assertFails(
        "job.yaml:2: data must be a mapping with the keys source, train, validation, test, split,"
            + " normalize, shuffle, not nothing",
        MODEL + "data:\n" + TRAINING);
  }

  @Test
  void rejectsWrongTypesAndBounds() {
    assertFails(
        "job.yaml:4: seed must be an integer, not 'x'", MODEL + DATA + TRAINING + "seed: x\n");
    assertFails(
        "job.yaml:4: name must be text (put it in quotes), not 5",
        MODEL + DATA + TRAINING + "name: 5\n");
    assertFails(
        "job.yaml:4: name must consist of letters, digits, ' ', '.', '_' and '-', not '../x'",
        MODEL + DATA + TRAINING + "name: ../x\n");
    assertFails(
        "job.yaml:3: training.epochs must be an integer, not 'many'",
        MODEL + DATA + TRAINING.replace("1", "many"));
    assertFails(
        "job.yaml:3: training.epochs must be >= 0, not -1",
        MODEL + DATA + TRAINING.replace("1", "-1"));
    assertFails(
        "job.yaml:3: training.epochs must be an integer from -2147483648 to 2147483647, not"
            + " 3000000000",
        MODEL + DATA + TRAINING.replace("1", "3000000000"));
    assertFails(
        "job.yaml:3: training.batchSize must be >= 1, not 0",
        MODEL + DATA + training("batchSize: 0"));
    assertFails(
        "job.yaml:3: training.optimizer must be a plugin, NAME or NAME: {options}, not a list",
        MODEL + DATA + TRAINING.replace("sgd", "[sgd]"));
    assertFails(
        "job.yaml:3: training.nanGuard must be one of stop, skip, not 'skp': did you mean 'skip'?",
        MODEL + DATA + training("nanGuard: skp"));
    assertFails(
        "job.yaml:3: training.clipGradients needs one of the keys norm, value, not both norm and"
            + " value",
        MODEL + DATA + training("clipGradients: {norm: 1, value: 2}"));
    assertFails(
        "job.yaml:3: training.clipGradients.norm must be greater than 0, not 0.0",
        MODEL + DATA + training("clipGradients: {norm: 0}"));
    assertFails(
        "job.yaml:3: training.clipGradients.norm must be finite",
        MODEL + DATA + training("clipGradients: {norm: .inf}"));
    assertFails(
        "job.yaml:2: data.split.test must be a share of the examples, from 0 to less than 1, not"
            + " 1.0",
        MODEL + "data: {source: d, split: {test: 1}}\n" + TRAINING);
    assertFails(
        "job.yaml:2: data.split leaves no examples for training: the shares must add up to less"
            + " than 1",
        MODEL + "data: {source: d, split: {test: 0.5, validation: 0.5}}\n" + TRAINING);
    assertFails(
        "job.yaml:2: data.split.test cannot be split off, as there is a source of its own for it:"
            + " data.test",
        MODEL + "data: {source: d, test: e, split: {test: 0.5}}\n" + TRAINING);
    assertFails(
        "job.yaml:2: data.normalize.x must be one of standard, min-max, not 'minmax': did you mean"
            + " 'min-max'?",
        MODEL + "data: {source: d, normalize: {x: minmax}}\n" + TRAINING);
    assertFails(
        "job.yaml:2: data.normalize.x.divide must not be 0",
        MODEL + "data: {source: d, normalize: {x: {divide: 0}}}\n" + TRAINING);
    assertFails(
        "job.yaml:2: data.normalize must be a mapping of features to methods, such as {pixels:"
            + " standard}, not 'standard'",
        MODEL + "data: {source: d, normalize: standard}\n" + TRAINING);
  }

  @Test
  void checksReferencesAcrossSections() {
    assertFails(
        "job.yaml:3: training.output 'haed' is no layer: did you mean 'head'?",
        MODEL + DATA + training("output: haed"));
    assertFails(
        "job.yaml:3: training.output must say which output is meant, as the model has several:"
            + " body, head",
        MODEL.replace("}]}", "}], outputs: [body, head]}") + DATA + TRAINING);
    assertFails(
        "job.yaml:3: training.earlyStopping.metric 'acuracy' is not measured: did you mean"
            + " 'accuracy'? (measured: loss, accuracy)",
        MODEL + DATA + training("metrics: [accuracy], earlyStopping: {metric: acuracy}"));
    assertFails(
        "job.yaml:3: training.loss cannot stand beside training.phases: each phase has its own",
        MODEL + DATA + training("phases: []"));
    assertFails(
        "job.yaml:3: training.phases has no phases",
        MODEL + DATA + "training: {epochs: 1, phases: []}\n");
    assertFails(
        "job.yaml:3: training.phases[1].name 'a' is the name of another phase",
        MODEL
            + DATA
            + "training: {epochs: 1, phases: [{name: a, loss: mse, target: y, optimizer: sgd},"
            + " {name: a}]}\n");
    assertFails(
        "job.yaml:3: training.metrics must be told what to compare with, as the losses have several"
            + " targets: write training.metrics[0] as {metric: NAME, target: FEATURE}",
        MODEL
            + DATA
            + "training: {epochs: 1, losses: [{loss: mse, target: y}, {loss: mse, target: z}],"
            + " optimizer: sgd, metrics: [mae]}\n");
  }

  @Test
  void rejectsWhatIsNoSpec() {
    assertFails("job.yaml:1: the spec is empty", "");
    assertFails("job.yaml:1: the spec is empty", "# nothing yet\n");
    assertFails(
        "job.yaml:1: the spec must be a mapping with the keys name, seed, model, data, training,"
            + " not 'hello'",
        "hello");
    assertFails(
        "job.yaml:2: not valid YAML: while parsing a flow mapping: expected ',' or '}', but got"
            + " <stream end>",
        "model: {inputs: {x: [4]}\n");
    assertFails("job.yaml:2: the key 'name' is already given in line 1", "name: a\nname: b\n");
  }

  @Test
  void namesFilesThatCannotBeRead() throws IOException {
    var reader = new YamlJobReader();
    var missing = folder.resolve("missing.yaml");
    assertFailsToRead("there is no file " + missing, reader, missing);
    assertFailsToRead(folder + " is a folder: name a spec, a YAML file, in it", reader, folder);
    var binary = Files.write(folder.resolve("x.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertFailsToRead(binary + " is not text in UTF-8", reader, binary);
    var huge = Files.write(folder.resolve("huge.yaml"), new byte[(2 << 20) + 1]);
    assertFailsToRead(huge + " is larger than 2097152 bytes, which no spec is", reader, huge);
  }

  private static void assertFailsToRead(String message, YamlJobReader reader, Path file) {
    assertEquals(
        message, assertThrows(SpecException.class, () -> reader.read(file, Map.of())).getMessage());
  }

  private static void assertFails(String message, String text) {
    var failure = assertThrows(SpecException.class, () -> read(text));
    assertEquals(message, failure.getMessage());
    assertEquals(2, failure.exitCode());
  }

  private static String training(String key) {
    return TRAINING.replace("}", ", " + key + "}");
  }

  private static Job read(String text) {
    return YamlJobReader.parse(text, "job.yaml", Path.of("."), Map.of());
  }

  private static String facts(MetricSpec metric) {
    return metric.metric().name() + " " + metric.output() + " " + metric.target();
  }

  private static List<String> facts(PhaseSpec phase) {
    var facts = new java.util.ArrayList<>(List.of(phase.name()));
    for (LossSpec loss : phase.losses()) {
      facts.addAll(List.of(loss.output(), loss.target(), String.valueOf(loss.weight())));
    }
    facts.addAll(
        List.of(
            phase.optimizer().name(), phase.schedule().toString(), phase.parameters().toString()));
    return facts;
  }
}
