package org.caracal.core.event;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.osgi.framework.ServiceReference;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/**
 * The event handlers that are registered at this moment and the topics that they want. Thread-safe.
 */
final class Handlers {
  private final Map<ServiceReference<EventHandler>, Integer> bits = new ConcurrentHashMap<>();
  private volatile int all;

  /** The bits of all topics that a handler wants. */
  int bits() {
    return all;
  }

  void put(ServiceReference<EventHandler> handler) {
    var wanted = 0;
    for (var pattern : strings(handler.getProperty(EventConstants.EVENT_TOPIC))) {
      wanted |= Topic.bits(pattern);
    }
    bits.put(handler, wanted);
    count();
  }

  void remove(ServiceReference<EventHandler> handler) {
    bits.remove(handler);
    count();
  }

  boolean contains(ServiceReference<?> handler) {
    return bits.getOrDefault(handler, 0) != 0;
  }

  private synchronized void count() {
    all = bits.values().stream().reduce(0, (a, b) -> a | b);
  }

  /**
   * The handler in whose code a thread stands: that whose class is nearest to the outermost frame.
   *
   * @param classOf the class of a handler's service object
   */
  Optional<ServiceReference<EventHandler>> on(
      StackTraceElement[] stack, Function<ServiceReference<EventHandler>, String> classOf) {
    var candidates =
        bits.entrySet().stream()
            .filter(entry -> entry.getValue() != 0)
            .map(Map.Entry::getKey)
            .toList();
    for (var depth = stack.length - 1; depth >= 0; depth--) {
      for (var handler : candidates) {
        if (hostOf(classOf.apply(handler)).equals(hostOf(stack[depth].getClassName()))) {
          return Optional.of(handler);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The class whose frame the stack shows: lambdas are hidden, their bodies belong to the class
   * around them.
   */
  private static String hostOf(String type) {
    var lambda = type.indexOf("$$Lambda");
    return lambda < 0 ? type : type.substring(0, lambda);
  }

  /** A service property that may be one text, an array or a collection of them. */
  static List<String> strings(Object property) {
    if (property instanceof String text) {
      return List.of(text);
    }
    if (property instanceof String[] texts) {
      return Arrays.asList(texts);
    }
    return property instanceof Collection<?> texts
        ? texts.stream().map(String::valueOf).toList()
        : List.of();
  }
}
