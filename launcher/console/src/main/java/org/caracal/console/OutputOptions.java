package org.caracal.console;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/** How a run is shown. */
final class OutputOptions {
  @Option(names = "--quiet", description = "prints the last line only")
  boolean quiet;

  @Option(names = "--json", description = "prints one JSON object a line")
  boolean json;

  RunView view(PrintStream out) {
    var columns = Integer.getInteger("caracal.terminal.columns", 0);
    return json ? new JsonView(out) : new TextView(out, columns, quiet, System::nanoTime);
  }
}
