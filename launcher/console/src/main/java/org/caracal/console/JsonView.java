package org.caracal.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caracal.CaracalException;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.caracal.training.RunResult;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;

/** One JSON object a line, with the member {@code event}. */
final class JsonView implements RunView {
  private static final Map<String, String> NAMES =
      Map.of(
          Topics.RUN_STARTED, "started",
          Topics.STEP_FINISHED, "step",
          Topics.EPOCH_FINISHED, "epoch",
          Topics.BACKEND_SWAPPED, "swapped",
          Topics.CHECKPOINT_SAVED, "checkpoint");

  private static final JsonFactory FACTORY = new JsonFactory();
  private final PrintStream out;

  JsonView(PrintStream out) {
    this.out = out;
  }

  @Override
  public List<String> topics() {
    return List.copyOf(NAMES.keySet());
  }

  @Override
  public void begin(Job job) {}

  @Override
  public void show(Event event) {
    var name = NAMES.get(event.getTopic());
    if (name != null) {
      var members = new LinkedHashMap<String, Object>();
      for (var property : event.getPropertyNames()) {
        if (!property.equals(EventConstants.EVENT_TOPIC)) {
          members.put(property, event.getProperty(property));
        }
      }
      print(name, new TreeMap<>(members));
    }
  }

  @Override
  public void end(RunResult result) {
    if (!result.profiles().isEmpty()) {
      var profiles = result.profiles().stream().map(ProfileJson::of).toList();
      print("profile", Map.of("backends", profiles));
    }
    var members = new LinkedHashMap<String, Object>();
    members.put(Properties.STATE, result.state().toString());
    result
        .failure()
        .map(CaracalException::getMessage)
        .ifPresent(message -> members.put(Properties.MESSAGE, message));
    members.put(Properties.METRICS, new TreeMap<>(result.metrics()));
    members.put(Properties.BACKEND, result.backend().name());
    members.put(Properties.REASON, result.backend().reason());
    members.put(Properties.STEPS, result.steps());
    members.put(Properties.SECONDS, result.seconds());
    members.put("stepsPerSecond", result.stepsPerSecond());
    result.checkpoint().ifPresent(path -> members.put("checkpoint", path.toString()));
    print(result.state() == Run.State.FAILED ? "failed" : "finished", members);
  }

  @Override
  public void refuse(CaracalException failure) {
    print("failed", Map.of(Properties.MESSAGE, String.valueOf(failure.getMessage())));
  }

  private void print(String event, Map<String, Object> members) {
    out.println(line(event, members));
  }

  /** One object in one line. */
  static String line(String event, Map<String, Object> members) {
    var text = new StringWriter();
    try (var json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("event", event);
      for (var member : members.entrySet()) {
        json.writeFieldName(member.getKey());
        write(json, member.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (var entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (var element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      json.writeNull(); // JSON knows no such numbers
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}
