package org.caracal.core.training;

import java.util.Optional;
import org.caracal.array.NdArray;
import org.caracal.core.data.FiniteNumbers;
import org.caracal.core.plan.Segment;

/**
 * Finds where values that are not finite begin: the first layer whose output or gradient has one.
 */
final class NonFinite implements StepRunner.Observer {
  private Optional<String> place = Optional.empty();

  private NonFinite() {}

  /** Runs an observed step up to its updates and says where it begins. */
  static String find(StepRunner observed) {
    var search = new NonFinite();
    observed.gradients(search);
    return search.place.orElseGet(() -> String.join(" and ", observed.placesNotFinite()));
  }

  @Override
  public void observed(
      Segment.Kind kind, Observation observation, NdArray value, long nanoseconds) {
    if (place.isEmpty() && !FiniteNumbers.areFinite(value)) {
      var what = kind == Segment.Kind.FORWARD ? "the output of" : "the gradient by the output of";
      var layer = observation.layer();
      place = Optional.of("at " + what + " " + layer.path() + " (" + layer.layer() + ")");
    }
  }
}
