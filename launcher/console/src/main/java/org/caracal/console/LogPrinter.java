package org.caracal.console;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/**
 * Prints what people must know of the container's log: errors, and bundles that were dropped into a
 * watched folder and do not start. Handlers of events that throw are reported by the training
 * itself.
 */
@Component(service = {})
public final class LogPrinter implements LogListener {
  private static final String WATCHER = "org.apache.felix.fileinstall";
  private static final String EVENTS = "org.apache.felix.eventadmin";

  private final LogReaderService log;

  /** Starts to listen. */
  @Activate
  public LogPrinter(@Reference LogReaderService log) {
    this.log = log;
    log.addLogListener(this);
  }

  @Deactivate
  void deactivate() {
    log.removeLogListener(this);
  }

  /** Called on a thread of the log. */
  @Override
  public void logged(LogEntry entry) {
    var bundle = entry.getBundle().getSymbolicName();
    var level = entry.getLogLevel();
    if (!EVENTS.equals(bundle)
        && (level == LogLevel.ERROR || (level == LogLevel.WARN && WATCHER.equals(bundle)))) {
      var exception = entry.getException();
      System.err.println(
          "caracal: "
              + entry.getMessage()
              + (exception == null ? "" : ": " + exception.getMessage()));
    }
  }
}
