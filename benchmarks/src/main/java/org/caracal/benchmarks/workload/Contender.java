package org.caracal.benchmarks.workload;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A system that runs workloads, in processes of its own. */
interface Contender {
  /** Name in options and tables. */
  String name();

  /** Whether it is a peer, not Caracal. */
  boolean isPeer();

  /** Name and version for people. */
  String version();

  /** The command of the process that steps and tells how far it is. */
  List<String> command(Trial trial, Path data);

  /** The command of a process of its own for the first step, where the other does not tell it. */
  Optional<List<String>> firstStepCommand(Trial trial, Path data);

  /** What is set in the environment. */
  Map<String, String> environment(Trial trial);

  /** Whether a line of output says that the first step is done. */
  boolean isFirstStep(String line);

  /** How many steps are done, if a line of output says so. */
  OptionalLong steps(Workload workload, String line);
}
