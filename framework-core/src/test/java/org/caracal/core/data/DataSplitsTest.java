package org.caracal.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caracal.CaracalException;
import org.caracal.DataException;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.array.TensorType;
import org.caracal.core.plugin.TestPlugins;
import org.caracal.data.ArrayDataset;
import org.caracal.data.ArraySource;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;
import org.caracal.plugin.NoOptions;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.DataSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSplitsTest {
  private final TestPlugins plugins =
      new TestPlugins()
          .with(PluginKind.DATA_SOURCE, "hundred", new ArraySource(Examples.numbered(100)))
          .with(PluginKind.DATA_SOURCE, "ten", new ArraySource(Examples.numbered(10)))
          .with(
              PluginKind.DATA_SOURCE,
              "none",
              new ArraySource(new ArrayDataset(Map.of("x", NdArray.zeros(TensorType.float32(0))))))
          .with(PluginKind.DATA_SOURCE, "broken", new Broken())
          .with(PluginKind.DATA_SOURCE, "nothing", new Nothing());

  @ParameterizedTest
  @CsvSource({
    "0,0,100,0,0",
    "0.2,0,80,20,0",
    "0,0.1,90,0,10",
    "0.2,0.1,70,20,10",
    "0.333,0.333,34,33,33",
    "0.005,0.005,98,1,1"
  })
  void sizesAreSharesAndEveryExampleIsInOneSplit(
      double test, double validation, int ofTrain, int ofTest, int ofValidation) {
    var splits = open(DataSpec.of(PluginSpec.of("hundred")).split(test, validation), 1);
    assertEquals(ofTrain, splits.train().size());
    assertEquals(ofTest, splits.test().map(Dataset::size).orElse(0));
    assertEquals(ofValidation, splits.validation().map(Dataset::size).orElse(0));
    assertEquals(
        IntStream.range(0, 100).boxed().toList(),
        Stream.of(Optional.of(splits.train()), splits.test(), splits.validation())
            .flatMap(Optional::stream)
            .flatMap(split -> examples(split).stream())
            .sorted()
            .toList());
  }

  @Test
  void splitsDependOnTheSeedOnly() {
    var spec = DataSpec.of(PluginSpec.of("hundred")).split(0.3, 0.3);
    assertEquals(examples(open(spec, 1).train()), examples(open(spec, 1).train()));
    assertNotEquals(examples(open(spec, 1).train()), examples(open(spec, 2).train()));
    assertNotEquals(examples(open(spec, 1).train()), examples(open(spec, 1L << 32 | 1).train()));
  }

  @Test
  void sourcesOfTheirOwnTakeNothingFromTraining() {
    var ten = Optional.of(PluginSpec.of("ten"));
    var spec = new DataSpec(PluginSpec.of("hundred"), ten, ten, 0.5, 0.5, List.of(), true);
    var splits = open(spec, 1);
    assertEquals(100, splits.train().size());
    assertEquals(10, splits.validation().orElseThrow().size());
    assertEquals(10, splits.test().orElseThrow().size());
  }

  @Test
  void splitsThatLeaveNothingAreRefused() {
    refuse(SpecException.class, "leave some", DataSpec.of(PluginSpec.of("ten")).split(0.5, 0.5));
    refuse(SpecException.class, "0.01 of 10", DataSpec.of(PluginSpec.of("ten")).split(0.01, 0));
    refuse(DataException.class, "none has no examples", DataSpec.of(PluginSpec.of("none")));
  }

  @Test
  void examplesKeepTheirPlaces() {
    var splits = open(DataSpec.of(PluginSpec.of("hundred")).split(0.5, 0), 1);
    var train = splits.train();
    for (var i = 0; i < train.size(); i++) {
      assertEquals("example " + (examples(train).get(i) + 1), train.describe(i));
    }
  }

  /** A source comes from a bundle: its failures must name it. */
  @Test
  void sourcesThatFailAreNamed() {
    var origin = "bundle test.plugins 1.2.0";
    refuse(PluginException.class, origin, DataSpec.of(PluginSpec.of("nothing")));
    var data = open(DataSpec.of(PluginSpec.of("broken")).split(0.5, 0), 1).train();
    var batch = NdArray.zeros(TensorType.float32(1));
    var failure = assertThrows(PluginException.class, () -> data.read(0, 0, batch, 0));
    assertTrue(failure.getMessage().contains(origin), failure::getMessage);
    assertTrue(failure.getMessage().contains("ArithmeticException"), failure::getMessage);
    assertTrue(failure.getMessage().contains(data.describe(0)), failure::getMessage);
  }

  private void refuse(Class<? extends CaracalException> type, String message, DataSpec spec) {
    var failure = assertThrows(type, () -> open(spec, 1));
    assertTrue(failure.getMessage().contains(message), failure::getMessage);
  }

  private DataSplits open(DataSpec spec, long seed) {
    return DataSplits.open(spec, plugins, Path.of(""), seed);
  }

  private static List<Integer> examples(Dataset data) {
    return Arrays.stream(Examples.values(data, "x")).mapToObj(number -> (int) number).toList();
  }

  /** Opens, but cannot be read. */
  private static final class Broken implements DataSource<NoOptions>, Dataset {
    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public Dataset open(NoOptions options, Path directory) {
      return this;
    }

    @Override
    public int size() {
      return 10;
    }

    @Override
    public List<Feature> features() {
      return List.of(new Feature("x", TensorType.float32()));
    }

    @Override
    public void read(int feature, int example, NdArray batch, int row) {
      throw new ArithmeticException("oops");
    }
  }

  /** Does not even open. */
  private static final class Nothing implements DataSource<NoOptions> {
    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public Dataset open(NoOptions options, Path directory) {
      throw new IllegalStateException("not today");
    }
  }
}
