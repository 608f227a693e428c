package org.caracal.core.data;

import java.nio.file.Path;
import java.util.List;
import org.caracal.DataException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.file.Idx;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;
import org.caracal.plugin.DataSourcePlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * Examples in the files of MNIST and its kin: {@code pixels float32[28, 28]} (or as the file has
 * it), {@code label int32}. Bytes stay bytes until a batch is read.
 */
@Component(service = DataSource.class)
@DataSourcePlugin(name = "idx")
public final class IdxSource implements DataSource<IdxSource.Options> {
  /** Options of {@code idx}. */
  public record Options(
      @Option("file with the examples, IDX, packed by gzip or not") String images,
      @Option("file with the labels, IDX, packed by gzip or not") String labels) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Dataset open(Options options, Path directory) {
    var images = Idx.read(directory.resolve(options.images()));
    var labels = Idx.read(directory.resolve(options.labels()));
    if (images.shape().rank() < 2 || labels.shape().rank() != 1) {
      throw new DataException(
          "expected images [N, ...] in "
              + options.images()
              + " and labels [N] in "
              + options.labels()
              + ", got "
              + images.shape()
              + " and "
              + labels.shape());
    }
    if (images.shape().extent(0) != labels.shape().extent(0)) {
      throw new DataException(
          options.images()
              + " has "
              + images.shape().extent(0)
              + " examples, but "
              + options.labels()
              + " has "
              + labels.shape().extent(0)
              + " labels; do they belong together?");
    }
    var shape = images.shape().slice(1, images.shape().rank());
    return new ColumnDataset(
        images.shape().extent(0),
        List.of(
            new Feature("pixels", new TensorType(DType.FLOAT32, shape)),
            new Feature("label", new TensorType(DType.INT32, Shape.SCALAR))),
        List.of(column(images, DType.FLOAT32, shape.size()), column(labels, DType.INT32, 1)));
  }

  private static Column column(Idx file, DType dtype, int size) {
    if (file.type() == Idx.UNSIGNED_BYTE) {
      var bytes = new byte[file.elements().remaining()];
      file.elements().duplicate().get(bytes);
      return new Column.Bytes(bytes, size);
    }
    var array = NdArray.zeros(new TensorType(dtype, file.shape()));
    for (var i = 0; i < array.size(); i++) {
      array.setDouble(i, file.get(i));
    }
    return new Column.Whole(array, size);
  }
}
