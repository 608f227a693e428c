package org.caracal.core.training;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of all runs, by Config Admin under the PID {@value #PID}. */
@ObjectClassDefinition(
    name = "Caracal training",
    description = "Where runs compute. A change of the backend moves the runs that are under way.")
@interface TrainingConfiguration {
  /** The PID. */
  String PID = "org.caracal.training";

  /** The backend of runs that ask for none. */
  @AttributeDefinition(
      name = "Backend",
      description =
          "name of a backend, or auto for the best one at any time; runs under way move to it after"
              + " their step")
  String backend() default "auto";

  /** The threads of runs that ask for no number. */
  @AttributeDefinition(
      name = "Threads",
      description =
          "number of threads that a run computes with, 0 for all processors; for runs that begin"
              + " later",
      min = "0")
  int threads() default 0;

  /** How long a run waits. */
  @AttributeDefinition(
      name = "Seconds to wait",
      description =
          "how long a run waits for a backend when all have left, or for a data source that does"
              + " not return, before it is saved and fails",
      min = "0")
  long waitSeconds() default 600;
}
