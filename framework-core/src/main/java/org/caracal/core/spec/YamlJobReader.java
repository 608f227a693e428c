package org.caracal.core.spec;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.caracal.SpecException;
import org.caracal.core.file.Reason;
import org.caracal.core.yaml.YamlParser;
import org.caracal.core.yaml.YamlValue;
import org.caracal.plugin.SourceLocation;
import org.caracal.training.Job;
import org.caracal.training.JobReader;
import org.osgi.service.component.annotations.Component;

/**
 * Reads jobs from YAML, and from JSON, which is YAML as well. {@code docs/SPECS.md} is the
 * reference of all keys. Whether the plugins exist and their options fit is found out when the
 * model is traced; all else is checked here. Thread-safe, as it keeps nothing.
 */
@Component(service = JobReader.class)
public final class YamlJobReader implements JobReader {
  private static final long MAX_BYTES = 2 << 20;
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]*");

  @Override
  public Job read(Path spec, Map<String, String> settings) {
    var directory = spec.toAbsolutePath().normalize().getParent();
    return parse(text(spec), spec.toString(), directory, settings);
  }

  private static String text(Path spec) {
    try {
      if (Files.isDirectory(spec)) {
        throw new SpecException(spec + " is a folder: name a spec, a YAML file, in it");
      }
      if (Files.size(spec) > MAX_BYTES) {
        throw new SpecException(spec + " is larger than " + MAX_BYTES + " bytes, which no spec is");
      }
      return Files.readString(spec);
    } catch (NoSuchFileException e) {
      throw new SpecException("there is no file " + spec, e);
    } catch (CharacterCodingException e) {
      throw new SpecException(spec + " is not text in UTF-8", e);
    } catch (IOException e) {
      throw new SpecException(spec + " cannot be read: " + Reason.of(e), e);
    }
  }

  /**
   * Reads a job from text.
   *
   * @param file name of the file for messages; without folder and ending the name of a job that has
   *     none
   * @param directory where relative paths of data sources start
   * @param settings values that replace those of the text, by dotted path
   * @throws SpecException if something does not fit
   */
  public static Job parse(String text, String file, Path directory, Map<String, String> settings) {
    var start = new SourceLocation(file, 1, Map.of());
    var spec =
        YamlParser.parse(file, text)
            .orElseThrow(() -> new SpecException(start.prefix("the spec is empty")));
    return read(Settings.apply(spec, settings), stem(file), directory);
  }

  /**
   * Reads a job as {@link JobWriter#write} wrote it.
   *
   * @throws SpecException if something does not fit
   */
  public static Job parse(Map<String, ?> written, Path directory) {
    return read(YamlValue.of(written, SourceLocation.NONE), "job", directory);
  }

  private static String stem(String file) {
    return Path.of(file).getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  private static Job read(YamlValue spec, String defaultName, Path directory) {
    var section = Section.of(spec, "", "name", "seed", "model", "data", "training");
    var name = section.has("name") ? section.text("name") : defaultName;
    if (!NAME.matcher(name).matches()) {
      throw section.error(
          "name", "must consist of letters, digits, ' ', '.', '_' and '-', not '" + name + "'");
    }
    var model = ModelSection.read(section, name);
    return new Job(
        name,
        section.wideInteger("seed", 0),
        model.model(),
        DataSection.read(section),
        TrainingSection.read(section, model),
        directory);
  }
}
