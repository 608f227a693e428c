package org.caracal.console;

import org.osgi.framework.BundleContext;
import picocli.CommandLine.Option;

/** How a run is shown. */
final class OutputOptions {
  @Option(names = "--quiet", description = "prints the last line only")
  boolean quiet;

  @Option(names = "--json", description = "prints one JSON object a line")
  boolean json;

  TrainingDisplay display(BundleContext context) {
    var columns = Integer.getInteger("caracal.terminal.columns", 0);
    RunView view = json ? new JsonView(System.out) : new TextView(System.out, columns, quiet);
    return new TrainingDisplay(context, view);
  }
}
