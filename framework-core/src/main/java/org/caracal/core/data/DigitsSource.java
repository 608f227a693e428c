package org.caracal.core.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;
import org.caracal.plugin.DataSourcePlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/**
 * 1,797 handwritten digits: {@code pixels float32[64]} from 0 to 16, {@code label int32}. From
 * "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, UCI Machine Learning
 * Repository, CC BY 4.0).
 */
@Component(service = DataSource.class)
@DataSourcePlugin(name = "digits")
public final class DigitsSource implements DataSource<NoOptions> {
  private static final int EXAMPLES = 1797;
  private static final int PIXELS = 64;

  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public Dataset open(NoOptions options, Path directory) {
    var pixels = new byte[EXAMPLES * PIXELS];
    var labels = new byte[EXAMPLES];
    try (var stream = DigitsSource.class.getResourceAsStream("digits.csv.gz");
        var reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(stream), StandardCharsets.US_ASCII))) {
      for (var example = 0; example < EXAMPLES; example++) {
        var cells = reader.readLine().split(",");
        for (var i = 0; i < PIXELS; i++) {
          pixels[example * PIXELS + i] = Byte.parseByte(cells[i]);
        }
        labels[example] = Byte.parseByte(cells[PIXELS]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded digits cannot be read", e);
    }
    return new ColumnDataset(
        EXAMPLES,
        List.of(
            new Feature("pixels", TensorType.float32(PIXELS)),
            new Feature("label", new TensorType(DType.INT32, Shape.SCALAR))),
        List.of(new Column.Bytes(pixels, PIXELS), new Column.Bytes(labels, 1)));
  }
}
