package com.example.recorder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.caracal.array.NdArray;
import org.caracal.event.LayerEvent;
import org.caracal.event.Topics;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventFilter;
import org.osgi.service.event.propertytypes.EventTopics;

/**
 * Writes the Euclidean norm of every dense layer's gradient to a CSV file, a row an event.
 * Configuration {@code com.example.recorder}: {@code file}, the file to write.
 *
 * <p>Events come on the thread that trains, one after the other; what this class keeps is used by
 * that thread alone once it is active.
 */
@Component(configurationPid = "com.example.recorder")
@EventTopics(Topics.LAYER_BACKWARD)
@EventFilter("(type=dense)")
public final class GradientRecorder implements EventHandler {
  private final PrintWriter csv;

  /** The configuration of a recorder. */
  public @interface Configuration {
    /** The file to write. */
    String file() default "gradients.csv";
  }

  /** Opens the file. */
  @Activate
  public GradientRecorder(Configuration configuration) throws IOException {
    csv = new PrintWriter(Files.newBufferedWriter(Path.of(configuration.file())));
    csv.println("run,step,layer,norm");
  }

  @Override
  public void handleEvent(Event event) {
    var layer = LayerEvent.of(event::getProperty);
    csv.printf("%s,%d,%s,%s%n", layer.run(), layer.step(), layer.layer(), norm(layer.value()));
  }

  @Deactivate
  void close() {
    csv.close();
  }

  private static double norm(NdArray gradient) {
    var sum = 0.0;
    for (var i = 0; i < gradient.size(); i++) {
      sum += gradient.getDouble(i) * gradient.getDouble(i);
    }
    return Math.sqrt(sum);
  }
}
