package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caracal.array.NdArray;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.it.faulty.FaultyLayer;
import org.caracal.it.faulty.FaultyListener;
import org.caracal.testing.BundleFile;
import org.caracal.testing.Container;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.event.Event;

/** What the page about events says is what is published: topics, properties and their types. */
class EventsDocumentationIT {
  private static final Path PAGE = Path.of(System.getProperty("docs"), "EVENTS.md");
  private static final Set<String> OF_A_RUN = Set.of("run", "model", "epoch", "step");
  private static final Map<String, Class<?>> TYPES =
      Map.of(
          "String", String.class,
          "Integer", Integer.class,
          "Long", Long.class,
          "Double", Double.class,
          "Map of String to Double", Map.class,
          "`org.caracal.array.NdArray`", NdArray.class);

  @TempDir Path folder;

  @Test
  void thePageTellsWhatIsPublished() throws IOException {
    var documented = topics();
    assertEquals(constants(Topics.class), documented.keySet(), "topics");
    var types = types();
    assertEquals(constants(Properties.class), types.keySet(), "properties");

    var published = new TreeMap<String, Set<String>>();
    for (var event : publishEverything()) {
      var names =
          Arrays.stream(event.getPropertyNames())
              .filter(name -> !name.equals("event.topics"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(documented.get(event.getTopic()), names, event.getTopic());
      published.put(event.getTopic(), names);
      for (var name : names) {
        var value = event.getProperty(name);
        assertTrue(
            types.get(name).isInstance(value), event + ": " + name + " is a " + value.getClass());
      }
    }
    assertEquals(documented.keySet(), published.keySet(), "published at all");
  }

  /** Runs that succeed, fail, pause, swap and save; plugins that come and go; a bad listener. */
  private List<Event> publishEverything() {
    try (var container = Bundles.withBackend("twin", 0, folder)) {
      var events = RecordedEvents.of(container, Topics.PREFIX + "*");
      var faulty =
          Bundles.add(
              container,
              BundleFile.named("com.example.faulty")
                  .with(FaultyLayer.class, FaultyListener.class)
                  .in(folder));
      var job =
          Jobs.digits(
              container,
              Map.of("training.epochs", "3", "data.split", "{test: 0.2, validation: 0.1}"));
      var options = Jobs.on("java", folder.resolve("checkpoints"));
      Jobs.finish(
          Jobs.start(
              container,
              job,
              new RunOptions(options.backend(), 0, options.checkpoints(), options.resume(), 50)));
      var endless = Jobs.start(container, Jobs.endless(container), options);
      endless.pause();
      Container.await("the pause", () -> endless.state() == Run.State.PAUSED);
      endless.resume();
      Container.await("the end of the pause", () -> endless.state() == Run.State.RUNNING);
      Jobs.stop(endless);
      Jobs.end(
          Jobs.start(
              container,
              Jobs.digits(
                  container,
                  Map.of(
                      "model.sequential", "[faulty: {fault: nan, step: 3}, dense: {units: 10}]")),
              Jobs.on("java")));
      container.uninstall(faulty);
      Container.await(
          "the report",
          () ->
              events.all().stream()
                  .anyMatch(event -> event.getTopic().equals(Topics.LISTENER_REPORTED)));
      return List.copyOf(events.all());
    }
  }

  /** Topics with the properties of their events, from the first table of the page. */
  private static Map<String, Set<String>> topics() throws IOException {
    var topics = new TreeMap<String, Set<String>>();
    for (var row : rows("| topic, below `org/caracal/training/` |")) {
      var names = new TreeSet<>(quoted(row[3]));
      if (row[3].contains("the same, and")) {
        names.addAll(topics.get(Topics.RUN_FINISHED));
      } else if (!row[3].strip().startsWith("only")) {
        names.addAll(OF_A_RUN);
      }
      names.removeIf(name -> name.endsWith("."));
      quoted(row[1]).forEach(topic -> topics.put(Topics.PREFIX + topic, names));
    }
    return topics;
  }

  /** Properties with their types, from the second table of the page. */
  private static Map<String, Class<?>> types() throws IOException {
    var types = new TreeMap<String, Class<?>>();
    for (var row : rows("| property | type |")) {
      quoted(row[1]).forEach(name -> types.put(name, TYPES.get(row[2].strip())));
    }
    return types;
  }

  private static List<String[]> rows(String heading) throws IOException {
    try (var lines = Files.lines(PAGE)) {
      return lines
          .dropWhile(line -> !line.startsWith(heading))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .map(line -> line.split("\\|"))
          .toList();
    }
  }

  private static List<String> quoted(String cell) {
    return Pattern.compile("`([^`]+)`")
        .matcher(cell.replaceAll("\\([^)]*\\)", ""))
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  /** The values of a class of constants. */
  private static Set<String> constants(Class<?> type) {
    return Stream.of(type.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> !field.getName().equals("PREFIX"))
        .map(
            field -> {
              try {
                return (String) field.get(null);
              } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
              }
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
