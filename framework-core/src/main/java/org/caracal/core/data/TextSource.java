package org.caracal.core.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.caracal.DataException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.file.Bytes;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;
import org.caracal.plugin.DataSourcePlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * Windows of a text for autoregression: {@code tokens int32[length]} and {@code next
 * int32[length]}, the same shifted by one. Tokens are the bytes of the file (UTF-8), 0 to 255, or
 * indices into its different characters in the order of their code points.
 */
@Component(service = DataSource.class)
@DataSourcePlugin(name = "text")
public final class TextSource implements DataSource<TextSource.Options> {
  /** Options of {@code text}. */
  public record Options(
      @Option("the file, UTF-8, packed by gzip or not") String file,
      @Option(value = "length of each window", byDefault = "128", min = 1) int length,
      @Option(
              value = "distance between the windows of two examples; their length if 0",
              byDefault = "0",
              min = 0)
          int stride,
      @Option(value = "what a token is", byDefault = "bytes") Unit unit) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  /** What a token is. */
  public enum Unit {
    /** A byte. */
    BYTES,
    /** A character (Unicode code point). */
    CHARACTERS
  }

  @Override
  public Dataset open(Options options, Path directory) {
    var bytes = Bytes.read(directory.resolve(options.file()));
    var tokens =
        options.unit() == Unit.BYTES
            ? bytes(bytes)
            : characters(new String(bytes, StandardCharsets.UTF_8));
    var length = options.length();
    if (tokens.length <= length) {
      throw new DataException(
          options.file()
              + " has "
              + tokens.length
              + " tokens, too few for one window of "
              + length
              + " and what follows it");
    }
    var stride = options.stride() == 0 ? length : options.stride();
    var sequence = NdArray.of(Shape.of(tokens.length), tokens);
    var type = new TensorType(DType.INT32, Shape.of(length));
    return new ColumnDataset(
        (tokens.length - 1 - length) / stride + 1,
        List.of(new Feature("tokens", type), new Feature("next", type)),
        List.of(
            new Column.Windows(sequence, 0, stride, length),
            new Column.Windows(sequence, 1, stride, length)));
  }

  private static int[] bytes(byte[] bytes) {
    var tokens = new int[bytes.length];
    for (var i = 0; i < tokens.length; i++) {
      tokens[i] = bytes[i] & 0xFF;
    }
    return tokens;
  }

  private static int[] characters(String text) {
    var points = text.codePoints().toArray();
    var alphabet = Arrays.stream(points).distinct().sorted().toArray();
    return Arrays.stream(points).map(point -> Arrays.binarySearch(alphabet, point)).toArray();
  }
}
