package org.caracal.core.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.plugin.SourceLocation;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/**
 * Parses one YAML document. Anchors and aliases work; tags are refused, keys are scalars and may
 * not repeat, and depth and size are bounded, so that no text can exhaust the stack or the memory.
 * Confined to one thread.
 */
public final class YamlParser {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_VALUES = 100_000;

  private final String file;
  private final String text;
  private final Iterator<Event> events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int line;
  private int count;

  private record Anchored(YamlValue value, int count) {}

  private YamlParser(String file, String text) {
    this.file = file;
    this.text = text;
    this.events =
        new Parse(LoadSettings.builder().setLabel(file).build()).parseString(text).iterator();
  }

  /**
   * Parses a document.
   *
   * @param file name of the file, for messages and locations
   * @return the value, empty if the document is
   * @throws SpecException if it is not well-formed; the message names the line
   */
  public static Optional<YamlValue> parse(String file, String text) {
    return new YamlParser(file, text).document();
  }

  private Optional<YamlValue> document() {
    next(); // start of the stream
    var event = next();
    if (event.getEventId() == Event.ID.StreamEnd) {
      return Optional.empty();
    }
    var value = value(next(), 0);
    next(); // end of the document
    if (next().getEventId() != Event.ID.StreamEnd) {
      throw error(line, "a spec is one YAML document: a second one begins here");
    }
    return value instanceof YamlValue.Nothing ? Optional.empty() : Optional.of(value);
  }

  /** The next event; whatever the parser throws means that the text is not YAML. */
  private Event next() {
    try {
      var event = events.next();
      line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(line);
      return event;
    } catch (MarkedYamlEngineException e) {
      var at =
          e.getProblemMark().or(e::getContextMark).map(mark -> mark.getLine() + 1).orElse(line);
      var context = e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ": ";
      throw new SpecException(at(at).prefix("not valid YAML: " + context + e.getProblem()), e);
    } catch (ReaderException e) {
      var at = 1 + (int) text.chars().limit(e.getPosition()).filter(c -> c == '\n').count();
      throw new SpecException(
          at(at)
              .prefix(
                  String.format(
                      "not valid YAML: the character U+%04X cannot stand in text",
                      e.getCodePoint())),
          e);
    } catch (RuntimeException e) {
      throw new SpecException(at(line).prefix("not valid YAML: " + e.getMessage()), e);
    }
  }

  private YamlValue value(Event event, int depth) {
    if (depth > MAX_DEPTH) {
      throw error(line, "nested more than " + MAX_DEPTH + " levels deep");
    }
    if (event instanceof AliasEvent alias) {
      var anchored = anchors.get(alias.getAlias());
      if (anchored == null) {
        throw error(line, "the alias *" + alias.getAlias() + " refers to no anchor before it");
      }
      count(anchored.count);
      return anchored.value;
    }
    var before = count;
    count(1);
    var value = untagged(event, depth);
    ((NodeEvent) event)
        .getAnchor()
        .ifPresent(anchor -> anchors.put(anchor, new Anchored(value, count - before)));
    return value;
  }

  private void count(int values) {
    count += values;
    if (count > MAX_VALUES) {
      throw error(line, "more than " + MAX_VALUES + " values");
    }
  }

  private YamlValue untagged(Event event, int depth) {
    var location = at(line);
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag());
      return scalar.isPlain()
          ? YamlScalar.resolve(scalar.getValue())
              .<YamlValue>map(value -> new YamlValue.Scalar(value, location))
              .orElse(new YamlValue.Nothing(location))
          : new YamlValue.Scalar(scalar.getValue(), location);
    }
    if (event instanceof SequenceStartEvent sequence) {
      refuseTag(sequence.getTag());
      var values = new ArrayList<YamlValue>();
      for (var item = next(); item.getEventId() != Event.ID.SequenceEnd; item = next()) {
        values.add(value(item, depth + 1));
      }
      return new YamlValue.Sequence(values, location);
    }
    refuseTag(((MappingStartEvent) event).getTag());
    return mapping(location, depth);
  }

  private YamlValue mapping(SourceLocation location, int depth) {
    var values = new LinkedHashMap<String, YamlValue>();
    for (var event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      if (!(event instanceof ScalarEvent key)) {
        throw error(line, "a key must be plain text");
      }
      refuseTag(key.getTag());
      var at = line;
      var previous = values.get(key.getValue());
      if (previous != null) {
        throw error(
            at,
            "the key '"
                + key.getValue()
                + "' is already given in line "
                + previous.location().line());
      }
      values.put(key.getValue(), moved(value(next(), depth + 1), at(at)));
    }
    return new YamlValue.Mapping(values, location);
  }

  /** The value with the location of its key, which is where people look. */
  private static YamlValue moved(YamlValue value, SourceLocation location) {
    if (value instanceof YamlValue.Scalar scalar) {
      return new YamlValue.Scalar(scalar.value(), location);
    }
    if (value instanceof YamlValue.Sequence sequence) {
      return new YamlValue.Sequence(sequence.values(), location);
    }
    if (value instanceof YamlValue.Mapping mapping) {
      return new YamlValue.Mapping(mapping.values(), location);
    }
    return new YamlValue.Nothing(location);
  }

  private void refuseTag(Optional<String> tag) {
    if (tag.isPresent()) {
      throw error(line, "specs use no tags such as " + tag.get() + ": put text in quotes instead");
    }
  }

  private SourceLocation at(int at) {
    return new SourceLocation(file, at, Map.of());
  }

  private SpecException error(int at, String message) {
    return new SpecException(at(at).prefix(message));
  }
}
