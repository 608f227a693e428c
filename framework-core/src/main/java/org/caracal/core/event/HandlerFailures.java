package org.caracal.core.event;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/**
 * Learns of handlers that throw. Event Admin catches what they throw and tells only the log, with
 * the handler's service reference; so this component is there where a log service is.
 */
@Component(service = {})
public final class HandlerFailures implements LogListener {
  private final EventPublisher publisher;
  private final LogReaderService log;

  /** Creates the component. */
  @Activate
  public HandlerFailures(@Reference EventPublisher publisher, @Reference LogReaderService log) {
    this.publisher = publisher;
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
    var reference = entry.getServiceReference();
    var exception = entry.getException();
    if (reference != null && exception != null) {
      publisher.threw(reference, exception);
    }
  }
}
