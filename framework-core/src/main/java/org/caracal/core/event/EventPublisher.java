package org.caracal.core.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.caracal.event.LayerEvent;
import org.caracal.event.LayerListener;
import org.caracal.event.Properties;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventHandler;

/**
 * Publishes events through Event Admin and to whiteboard listeners, and knows at the cost of a
 * volatile read whether somebody wants them: Event Admin itself asks for the event to be built
 * first.
 */
@Component(service = EventPublisher.class)
public final class EventPublisher {
  private static final Logger LOGGER = System.getLogger(EventPublisher.class.getName());
  private static final int REPORTS_KEPT = 100;
  private static final int LAYERS = Topic.LAYER_FORWARD.bit() | Topic.LAYER_BACKWARD.bit();

  private final Optional<BundleContext> context;
  private final ListenerWatch watch;
  private final Handlers handlers = new Handlers();
  private final Set<Object> reported = ConcurrentHashMap.newKeySet();
  private final ArrayDeque<ListenerReport> reports = new ArrayDeque<>(); // guarded by itself
  private volatile @Nullable EventAdmin admin;
  private volatile Whiteboard[] whiteboard = {};

  /** A whiteboard listener, which layers it wants, and what to call it. */
  private record Whiteboard(LayerListener listener, PathPattern layers, String name) {}

  /** Creates the component. */
  @Activate
  public EventPublisher(BundleContext context) {
    this(Optional.of(context), Duration.ofSeconds(5));
  }

  EventPublisher(Optional<BundleContext> context, Duration limit) {
    this.context = context;
    this.watch = new ListenerWatch(limit, this::overdue);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setAdmin(EventAdmin service) {
    admin = service;
  }

  void unsetAdmin(EventAdmin service) {
    if (admin == service) {
      admin = null;
    }
  }

  /** Only the reference: Event Admin gets the service object when there is something to deliver. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addHandler(ServiceReference<EventHandler> handler) {
    handlers.put(handler);
  }

  void updatedHandler(ServiceReference<EventHandler> handler) {
    handlers.put(handler);
  }

  void removeHandler(ServiceReference<EventHandler> handler) {
    handlers.remove(handler);
    reported.remove(handler);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void addListener(LayerListener listener, Map<String, Object> properties) {
    var layers = Handlers.strings(properties.get(LayerListener.LAYERS));
    var pattern = PathPattern.anyOf(layers.isEmpty() ? List.of("**") : layers);
    var more = Arrays.copyOf(whiteboard, whiteboard.length + 1);
    more[whiteboard.length] =
        new Whiteboard(listener, pattern, "LayerListener " + listener.getClass().getName());
    whiteboard = more;
  }

  synchronized void removeListener(LayerListener listener) {
    whiteboard =
        Arrays.stream(whiteboard)
            .filter(entry -> entry.listener() != listener)
            .toArray(Whiteboard[]::new);
    reported.remove(listener);
  }

  /** A channel for one run. */
  public EventChannel open() {
    return new EventChannel(this, watch.open());
  }

  /** The last {@value #REPORTS_KEPT} listeners that were reported, oldest first. */
  public List<ListenerReport> reports() {
    synchronized (reports) {
      return List.copyOf(reports);
    }
  }

  boolean wanted(Topic topic) {
    return admin != null && (handlers.bits() & topic.bit()) != 0;
  }

  boolean layersWanted() {
    return whiteboard.length > 0 || (admin != null && (handlers.bits() & LAYERS) != 0);
  }

  void publish(ListenerWatch.Call call, Topic topic, Map<String, Object> properties) {
    var service = admin;
    if (service == null) {
      return;
    }
    call.begin(topic);
    try {
      service.sendEvent(new Event(topic.topic(), properties));
    } catch (RuntimeException e) { // an Event Admin that is just being stopped
      LOGGER.log(Level.WARNING, "Event Admin did not deliver " + topic.topic(), e);
    } finally {
      call.end();
    }
  }

  void layer(ListenerWatch.Call call, Topic topic, LayerEvent event) {
    for (var entry : whiteboard) {
      if (entry.layers().matches(event.layer())) {
        call.begin(entry);
        try {
          if (topic == Topic.LAYER_FORWARD) {
            entry.listener().forward(event);
          } else {
            entry.listener().backward(event);
          }
        } catch (Throwable e) { // whatever it is, it is the listener's and not the run's
          report(
              entry.listener(),
              entry.name(),
              "threw " + e + " at layer " + event.layer() + ", step " + event.step());
        } finally {
          call.end();
        }
      }
    }
    if (wanted(topic)) {
      publish(call, topic, properties(event));
    }
  }

  /** A handler threw, as the log tells. */
  void threw(ServiceReference<?> handler, Throwable exception) {
    if (handlers.contains(handler)) {
      report(handler, name(handler), "threw " + exception);
    }
  }

  private void overdue(Object delivery, StackTraceElement[] stack) {
    if (delivery instanceof Whiteboard entry) {
      report(entry.listener(), entry.name(), "dawdles: training waits for it");
    } else if (delivery instanceof Topic topic) {
      var handler = handlers.on(stack, this::className);
      report(
          handler.<Object>map(found -> found).orElse(topic),
          handler.map(EventPublisher::name).orElse("a handler of " + topic.topic()),
          "dawdles at " + topic.topic() + ": training waits for it");
    }
  }

  /** Tells of a listener, the first time only. */
  private void report(Object listener, String name, String message) {
    if (!reported.add(listener)) {
      return;
    }
    LOGGER.log(
        Level.WARNING, name + " " + message + ". This is reported once; the training goes on.");
    synchronized (reports) {
      if (reports.size() == REPORTS_KEPT) {
        reports.remove();
      }
      reports.add(new ListenerReport(name, message));
    }
    var service = admin;
    if (service != null) { // posted: the one that dawdles must not hold up the report about itself
      Map<String, Object> properties =
          Map.of(Properties.LISTENER, name, Properties.MESSAGE, message);
      service.postEvent(new Event(Topic.LISTENER_REPORTED.topic(), properties));
    }
  }

  private static String name(ServiceReference<?> handler) {
    var bundle = handler.getBundle();
    var from =
        bundle == null ? "" : " of bundle " + bundle.getSymbolicName() + " " + bundle.getVersion();
    return "EventHandler " + handler.getProperty("service.id") + from;
  }

  private String className(ServiceReference<EventHandler> handler) {
    return context
        .map(
            here -> {
              EventHandler service = here.getService(handler);
              if (service == null) {
                return "";
              }
              here.ungetService(handler);
              return service.getClass().getName();
            })
        .orElse("");
  }

  private static Map<String, Object> properties(LayerEvent event) {
    var properties = new HashMap<String, Object>(20);
    properties.put(Properties.RUN, event.run());
    properties.put(Properties.MODEL, event.model());
    properties.put(Properties.EPOCH, event.epoch());
    properties.put(Properties.STEP, event.step());
    properties.put(Properties.LAYER, event.layer());
    properties.put(Properties.TYPE, event.type());
    properties.put(Properties.BUNDLE, event.bundle());
    properties.put(Properties.VALUE, event.value());
    properties.put(Properties.SHAPE, event.value().shape().toString());
    properties.put(Properties.NANOSECONDS, event.nanoseconds());
    return properties;
  }
}
