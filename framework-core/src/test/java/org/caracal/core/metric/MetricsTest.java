package org.caracal.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.metric.Metric.Accumulator;
import org.caracal.plugin.NoOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every metric against values computed by hand. */
class MetricsTest {
  private static final NoOptions NONE = new NoOptions();

  /** Predicted classes 0, 2, 1, 1, 0; the last one is a tie that the first of two wins. */
  private static final NdArray SCORES =
      NdArray.of(Shape.of(5, 3), 3f, 1, 2, 0.1f, 0.2f, 0.7f, -1, 5, 2, 0, 9, 0, 4, 4, 1);

  /** Of them right: the first, second and fourth. */
  private static final NdArray LABELS = NdArray.of(Shape.of(5), 0, 2, 2, 1, 1);

  @Test
  void accuracyIsTheShareOfHits() {
    assertEquals(3 / 5.0, value(new Accuracy().start(NONE), SCORES, LABELS));
  }

  @Test
  void labelsComeInSeveralForms() {
    var column = NdArray.of(Shape.of(5, 1), 0L, 2, 2, 1, 1);
    var oneHot = NdArray.of(Shape.of(5, 3), 1f, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0);
    var soft =
        NdArray.of(Shape.of(5, 3), .6, .3, .1, .1, .2, .7, .2, .3, .5, 0, .9, .1, .3, .4, .3);
    for (var labels : List.of(column, oneHot, soft)) {
      assertEquals(3 / 5.0, value(new Accuracy().start(NONE), SCORES, labels), labels.toString());
    }
  }

  @Test
  void everyPositionOfASequenceCounts() {
    var scores = NdArray.of(Shape.of(2, 2, 2), 1f, 0, 0, 1, 0, 1, 1, 0);
    var labels = NdArray.of(Shape.of(2, 2), 0, 0, 1, 1);
    assertEquals(2 / 4.0, value(new Accuracy().start(NONE), scores, labels));
  }

  @Test
  void oneElementIsTheLogitOfATruthValue() {
    for (var shape : List.of(Shape.of(4, 1), Shape.of(4))) {
      var logits = NdArray.of(shape, 0.1f, -0.1f, 3, 0);
      for (var truth :
          List.of(NdArray.of(Shape.of(4), 1, 1, 1, 0), NdArray.of(Shape.of(4, 1), 1.0, 1, 1, 0))) {
        assertEquals(3 / 4.0, value(new Accuracy().start(NONE), logits, truth));
      }
    }
    var one = NdArray.of(Shape.of(1, 1), 2f);
    assertEquals(1, value(new Accuracy().start(NONE), one, NdArray.of(Shape.of(1), 1)));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.6", "2, 1.0", "3, 1.0", "100, 1.0"})
  void topKCountsTheKLargest(int k, double expected) {
    assertEquals(expected, value(new TopK().start(new TopK.Options(k)), SCORES, LABELS), 1e-15);
  }

  /** So that a model that always says the same is not right by the order of its classes. */
  @Test
  void tiesGoToTheFirst() {
    var equal = NdArray.of(Shape.of(3, 3), 1f, 1, 1, 1, 1, 1, 1, 1, 1);
    var labels = NdArray.of(Shape.of(3), 0, 1, 2);
    assertEquals(1 / 3.0, value(new Accuracy().start(NONE), equal, labels));
    assertEquals(2 / 3.0, value(new TopK().start(new TopK.Options(2)), equal, labels));
    assertEquals(1, value(new TopK().start(new TopK.Options(3)), equal, labels));
  }

  /** A score that is not a number is no prediction. */
  @Test
  void whatIsNotANumberIsNoHit() {
    var nan = Float.NaN;
    var scores = NdArray.of(Shape.of(2, 3), nan, nan, nan, 1, 2, nan);
    var labels = NdArray.of(Shape.of(2), 0, 2);
    assertEquals(0, value(new Accuracy().start(NONE), scores, labels));
    assertEquals(0, value(new TopK().start(new TopK.Options(1)), scores, labels));
    assertEquals(0, value(new TopK().start(new TopK.Options(2)), scores, labels));
    var logit = NdArray.of(Shape.of(1, 1), nan);
    assertEquals(0, value(new Accuracy().start(NONE), logit, NdArray.of(Shape.of(1), 0)));
  }

  /** Class 0: 1 hit of 2 predicted, 1 there; class 1: 1 of 2, 2 there; class 2: 1 of 1, 2 there. */
  @Test
  void scoresOfSeveralClassesAreMeansOverThem() {
    assertEquals((0.5 + 0.5 + 1) / 3, value(new Precision().start(NONE), SCORES, LABELS), 1e-15);
    assertEquals((1 + 0.5 + 0.5) / 3, value(new Recall().start(NONE), SCORES, LABELS), 1e-15);
    assertEquals(
        (2 / 3.0 + 2 / 4.0 + 2 / 3.0) / 3, value(new F1().start(NONE), SCORES, LABELS), 1e-15);
  }

  /** Class 2 is neither there nor predicted and counts for nothing; class 1 is never predicted. */
  @Test
  void classesThatDoNotOccurAreLeftOut() {
    var scores = NdArray.of(Shape.of(2, 3), 1f, 0, 0, 1, 0, 0);
    var labels = NdArray.of(Shape.of(2), 0, 1);
    assertEquals((0.5 + 0) / 2, value(new Precision().start(NONE), scores, labels));
    assertEquals((1 + 0.0) / 2, value(new Recall().start(NONE), scores, labels));
    assertEquals((2 / 3.0 + 0) / 2, value(new F1().start(NONE), scores, labels), 1e-15);
  }

  @Test
  void scoresOfTwoClassesAreThoseOfTheSecond() {
    // predicted 1, 1, 0, 0; true 1, 0, 1, 0
    var two = NdArray.of(Shape.of(4, 2), 0f, 1, 0, 1, 1, 0, 1, 0);
    var logits = NdArray.of(Shape.of(4, 1), 1f, 1, -1, -1);
    var labels = NdArray.of(Shape.of(4), 1, 0, 1, 0);
    for (var scores : List.of(two, logits)) {
      assertEquals(0.5, value(new Precision().start(NONE), scores, labels));
      assertEquals(0.5, value(new Recall().start(NONE), scores, labels));
      assertEquals(0.5, value(new F1().start(NONE), scores, labels));
    }
    var never = NdArray.of(Shape.of(4, 1), -1f, -1, -1, -1);
    assertEquals(0, value(new Precision().start(NONE), never, labels));
    assertEquals(0, value(new Recall().start(NONE), never, labels));
    assertEquals(0, value(new F1().start(NONE), never, labels));
    var empty = NdArray.of(Shape.of(4), 0, 0, 0, 0);
    assertEquals(0, value(new F1().start(NONE), never, empty));
  }

  @Test
  void residuals() {
    var predictions = NdArray.of(Shape.of(2, 2), 1f, 2, 3, 6);
    var targets = NdArray.of(Shape.of(2, 2), 1.0, 4, 2, 5);
    assertEquals(1, value(new MeanAbsoluteError().start(NONE), predictions, targets));
    assertEquals(
        Math.sqrt(6 / 4.0), value(new RootMeanSquaredError().start(NONE), predictions, targets));
    // the mean is 3, the squares around it 4 + 1 + 1 + 4
    assertEquals(
        1 - 6 / 10.0,
        value(new DeterminationCoefficient().start(NONE), predictions, targets),
        1e-15);
  }

  @Test
  void determinationAtItsEdges() {
    var targets = NdArray.of(Shape.of(3), 1.0, 2, 3);
    var mean = NdArray.of(Shape.of(3), 2.0, 2, 2);
    var wrong = NdArray.of(Shape.of(3), 3.0, 2, 1);
    assertEquals(1, value(new DeterminationCoefficient().start(NONE), targets, targets));
    assertEquals(0, value(new DeterminationCoefficient().start(NONE), mean, targets));
    assertEquals(-3, value(new DeterminationCoefficient().start(NONE), wrong, targets));
    assertTrue(Double.isNaN(value(new DeterminationCoefficient().start(NONE), wrong, mean)));
    var far = NdArray.of(Shape.of(3), 1e9 + 1, 1e9 + 2, 1e9 + 3);
    var off = NdArray.of(Shape.of(3), 1e9 + 2, 1e9 + 2, 1e9 + 2);
    assertEquals(0, value(new DeterminationCoefficient().start(NONE), off, far), 1e-9);
  }

  /** Batch by batch it is the same as all at once. */
  @Test
  void batchesAddUp() {
    var first = NdArray.of(Shape.of(2, 3), 3f, 1, 2, 0.1f, 0.2f, 0.7f);
    var rest = NdArray.of(Shape.of(3, 3), -1f, 5, 2, 0, 9, 0, 4, 4, 1);
    for (var accumulators :
        List.of(
            List.of(new Accuracy().start(NONE), new Accuracy().start(NONE)),
            List.of(new Precision().start(NONE), new Precision().start(NONE)),
            List.of(new F1().start(NONE), new F1().start(NONE)))) {
      var parts = accumulators.get(1);
      parts.add(first, NdArray.of(Shape.of(2), 0, 2), 2);
      parts.add(rest, NdArray.of(Shape.of(3), 2, 1, 1), 3);
      assertEquals(value(accumulators.get(0), SCORES, LABELS), parts.value(), 1e-15);
    }
    var whole = new DeterminationCoefficient().start(NONE);
    var parts = new DeterminationCoefficient().start(NONE);
    whole.add(NdArray.of(Shape.of(4), 1.0, 2, 3, 6), NdArray.of(Shape.of(4), 1.0, 4, 2, 5), 4);
    parts.add(NdArray.of(Shape.of(1), 1.0), NdArray.of(Shape.of(1), 1.0), 1);
    parts.add(NdArray.of(Shape.of(3), 2.0, 3, 6), NdArray.of(Shape.of(3), 4.0, 2, 5), 3);
    assertEquals(whole.value(), parts.value(), 1e-15);
  }

  @Test
  void rowsThatDoNotCountAreLeftOut() {
    var accuracy = new Accuracy().start(NONE);
    accuracy.add(SCORES, LABELS, 2);
    assertEquals(1, accuracy.value());
    var error = new MeanAbsoluteError().start(NONE);
    error.add(NdArray.of(Shape.of(3), 1.0, 2, 99), NdArray.of(Shape.of(3), 0.0, 0, 0), 2);
    assertEquals(1.5, error.value());
  }

  @Test
  void nothingSeenIsNotANumber() {
    for (var accumulator :
        List.of(
            new Accuracy().start(NONE),
            new TopK().start(new TopK.Options(3)),
            new Precision().start(NONE),
            new Recall().start(NONE),
            new F1().start(NONE),
            new MeanAbsoluteError().start(NONE),
            new RootMeanSquaredError().start(NONE),
            new DeterminationCoefficient().start(NONE))) {
      assertTrue(Double.isNaN(accumulator.value()));
    }
  }

  @Test
  void labelsOutOfRangeAreRefused() {
    for (var bad : new int[] {-1, 3, Integer.MAX_VALUE}) {
      var labels = NdArray.of(Shape.of(5), 0, 2, bad, 1, 1);
      for (var accumulator :
          List.of(
              new Accuracy().start(NONE),
              new TopK().start(new TopK.Options(2)),
              new F1().start(NONE))) {
        var failure =
            assertThrows(IllegalArgumentException.class, () -> accumulator.add(SCORES, labels, 5));
        assertTrue(failure.getMessage().contains("class " + bad), failure::getMessage);
        assertTrue(failure.getMessage().contains("0 to 2"), failure::getMessage);
      }
    }
  }

  @Test
  void shapesMustFit() {
    for (var labels :
        List.of(
            NdArray.of(Shape.of(4), 0, 1, 2, 0),
            NdArray.of(Shape.of(5, 2), 0, 1, 2, 0, 1, 0, 1, 0, 1, 0))) {
      assertThrows(
          IllegalArgumentException.class, () -> new Accuracy().start(NONE).add(SCORES, labels, 4));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new MeanAbsoluteError().start(NONE).add(SCORES, LABELS, 5));
  }

  @Test
  void whatIsBetterIsSaid() {
    assertTrue(new Accuracy().higherIsBetter());
    assertTrue(new TopK().higherIsBetter());
    assertTrue(new F1().higherIsBetter());
    assertTrue(new DeterminationCoefficient().higherIsBetter());
    assertFalse(new MeanAbsoluteError().higherIsBetter());
    assertFalse(new RootMeanSquaredError().higherIsBetter());
  }

  private static double value(Accumulator accumulator, NdArray prediction, NdArray target) {
    accumulator.add(prediction, target, prediction.shape().extent(0));
    return accumulator.value();
  }
}
