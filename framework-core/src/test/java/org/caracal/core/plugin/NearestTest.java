package org.caracal.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KEYS =
      List.of("epochs", "batchSize", "loss", "learningRate", "units", "bias");

  @ParameterizedTest
  @CsvSource({
    "epoch, epochs",
    "epcohs, epochs",
    "batch_size, batchSize",
    "batch-size, batchSize",
    "BATCHSIZE, batchSize",
    "unit, units",
    "los, loss",
    "laerningRate, learningRate",
    "bais, bias"
  })
  void findsWhatWasMeant(String written, String meant) {
    assertEquals(Optional.of(meant), Nearest.of(written, KEYS));
  }

  @ParameterizedTest
  @CsvSource({"momentum", "x", "kernelInitializer", "''"})
  void staysSilentWhenNothingIsNear(String written) {
    assertEquals(Optional.empty(), Nearest.of(written, KEYS));
    assertEquals("", Nearest.question(written, KEYS));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "a, '', 1",
    "ab, ba, 1",
    "kitten, sitting, 3",
    "abc, abc, 0",
    "ca, abc, 3"
  })
  void countsEdits(String a, String b, int distance) {
    assertEquals(distance, Nearest.distance(a, b));
    assertEquals(distance, Nearest.distance(b, a));
  }

  @Test
  void prefersTheNearestThenTheFirstInTheAlphabet() {
    assertEquals(Optional.of("dense"), Nearest.of("denze", List.of("dance", "dense")));
    assertEquals(Optional.of("sub"), Nearest.of("sun", List.of("sum", "sub")));
  }
}
