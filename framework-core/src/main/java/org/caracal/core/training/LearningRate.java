package org.caracal.core.training;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import org.caracal.PluginException;

/** The learning rate among the options of an optimizer, which schedules scale. */
final class LearningRate {
  private LearningRate() {}

  /** The component {@code learningRate} of the options, or 1 if there is none. */
  static double of(Record options) {
    var accessor =
        Arrays.stream(options.getClass().getRecordComponents())
            .filter(
                component ->
                    component.getName().equals("learningRate")
                        && component.getType() == double.class)
            .findFirst();
    if (accessor.isEmpty()) {
      return 1;
    }
    try {
      var method = accessor.get().getAccessor();
      method.setAccessible(true); // the record may be nested in a class that is not public
      return (double) method.invoke(options);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new PluginException("cannot read the learning rate of " + options, e);
    }
  }
}
