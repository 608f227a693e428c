package org.caracal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.DataException;
import org.caracal.training.Run;
import org.junit.jupiter.api.Test;

class JsonViewTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonView view = new JsonView(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  private List<Map<String, Object>> objects() {
    return bytes.toString(StandardCharsets.UTF_8).lines().map(JsonViewTest::parse).toList();
  }

  /** Strictly one object: anything before or behind it fails. */
  static Map<String, Object> parse(String line) {
    try (var parser = new JsonFactory().createParser(line)) {
      assertEquals(JsonToken.START_OBJECT, parser.nextToken(), line);
      var object = object(parser);
      assertEquals(null, parser.nextToken(), line);
      return object;
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    var object = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      var token = parser.nextToken();
      object.put(name, value(parser, token));
    }
    return object;
  }

  private static Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_NULL -> "null";
      default -> parser.getText();
    };
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    var array = new ArrayList<Object>();
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      array.add(value(parser, token));
    }
    return array;
  }

  @Test
  void everyLineIsOneObjectWithAnEvent() {
    view.begin(RecordedRun.job(0.2, 0.1));
    view.show(RecordedRun.started(0));
    view.show(RecordedRun.epochStarted(1));
    view.show(RecordedRun.step(1, 2.5));
    view.show(RecordedRun.epochFinished(1));
    view.show(RecordedRun.swapped(100));
    view.show(RecordedRun.saved(100));
    view.show(RecordedRun.paused(100));
    view.end(RecordedRun.result(Run.State.FINISHED, Map.of("loss", 0.125, "accuracy", 0.96)));
    var objects = objects();
    assertEquals(
        List.of("started", "step", "epoch", "swapped", "checkpoint", "finished"),
        objects.stream().map(object -> object.get("event")).toList());
    assertEquals(2.5, objects.get(1).get("loss"));
    assertEquals(1L, objects.get(1).get("step"));
    assertEquals("java", objects.get(3).get("to"));
    assertEquals("/c/s", objects.get(4).get("path"));
    var finished = objects.get(5);
    assertEquals(Map.of("accuracy", 0.96, "loss", 0.125), finished.get("metrics"));
    assertEquals("java", finished.get("backend"));
    assertEquals(300L, finished.get("steps"));
    assertEquals(1.5, finished.get("seconds"));
    assertEquals(200.0, finished.get("stepsPerSecond"));
    assertEquals("/c/step-300", finished.get("checkpoint"));
  }

  @Test
  void whatIsNoNumberIsNull() {
    view.show(RecordedRun.step(1, Double.NaN));
    view.show(RecordedRun.step(2, Double.NEGATIVE_INFINITY));
    assertEquals("null", objects().get(0).get("loss"));
    assertEquals("null", objects().get(1).get("loss"));
  }

  @Test
  void failuresCarryTheirMessageInOneLine() {
    var failure = new DataException("a \"quoted\"\nsecond line\u2028 and \u00fc");
    view.end(RecordedRun.result(Run.State.FAILED, Map.of(), Optional.of(failure)));
    view.refuse(failure);
    for (var object : objects()) {
      assertEquals("failed", object.get("event"));
      assertEquals(failure.getMessage(), object.get("message"));
    }
    assertTrue(objects().size() == 2);
  }
}
