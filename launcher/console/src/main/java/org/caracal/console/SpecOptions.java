package org.caracal.console;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.caracal.training.Job;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A spec on the command line, and what replaces parts of it. */
final class SpecOptions {
  @Parameters(paramLabel = "SPEC", description = "the spec, a YAML file")
  Path spec;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of all random numbers, instead of the spec's")
  Long seed;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "replaces a value of the spec, by dotted path: training.batchSize=64")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "where relative paths of data files start")
  Path dataDirectory;

  /** Reads the job. */
  Job read(Services services, Map<String, String> further) {
    var all = new LinkedHashMap<>(settings);
    all.putAll(further);
    if (seed != null) {
      all.put("seed", seed.toString());
    }
    var job = services.jobReader().read(spec, all);
    return dataDirectory == null
        ? job
        : new Job(
            job.name(),
            job.seed(),
            job.model(),
            job.data(),
            job.training(),
            dataDirectory.toAbsolutePath());
  }
}
