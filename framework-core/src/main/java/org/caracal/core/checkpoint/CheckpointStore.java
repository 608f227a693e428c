package org.caracal.core.checkpoint;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.core.file.AtomicFile;

/**
 * A folder of checkpoints: {@code step-000000001234.safetensors}, the last few of them, and {@code
 * best.safetensors}. One process writes at a time.
 */
public final class CheckpointStore {
  private static final System.Logger LOGGER = System.getLogger(CheckpointStore.class.getName());
  private static final Pattern NAME = Pattern.compile("step-(\\d{12,19})\\.safetensors");
  private static final String BEST = "best.safetensors";
  private static final int KEPT = 3;

  private final Path folder;

  /** The checkpoints in a folder, which is made when the first one is saved. */
  public CheckpointStore(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Makes the folder if it is missing, and tries to write there, so that a job learns it before it
   * has trained for a day. Valid checkpoints beyond the step where the run begins are those of
   * another run: its own ones would be the oldest and the first to be removed.
   *
   * @param step the step where the run begins
   * @throws DataException if it cannot be written
   * @throws SpecException if it holds the checkpoints of another run
   */
  public void prepare(long step) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, AtomicFile.UNFINISHED, ""));
      for (var leftover : files(name -> name.startsWith(AtomicFile.UNFINISHED))) {
        Files.deleteIfExists(leftover); // of a process that was killed while it wrote
      }
      for (var file : newestFirst()) {
        if (step(file) > step && isValid(file)) {
          throw new SpecException(
              "the checkpoint folder "
                  + folder
                  + " holds "
                  + file.getFileName()
                  + " of another run, while this one begins at step "
                  + step
                  + "; go on from there by --resume "
                  + folder
                  + ", or choose another folder by --checkpoint");
        }
      }
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  private static boolean isValid(Path file) {
    try {
      CheckpointFile.read(file);
      return true;
    } catch (DataException e) {
      return false;
    }
  }

  /**
   * Saves a snapshot, whole or not at all, and removes the oldest ones.
   *
   * @param best whether this is the best one so far, which is kept besides
   * @return the file
   * @throws DataException if it cannot be written; what was there stays
   */
  public Path save(Snapshot snapshot, boolean best) {
    var file = folder.resolve(String.format("step-%012d.safetensors", snapshot.step()));
    try {
      Files.createDirectories(folder);
      CheckpointFile.write(file, snapshot);
      if (best) {
        keepAsBest(file);
      }
      var checkpoints = newestFirst();
      for (var old : checkpoints.subList(Math.min(KEPT, checkpoints.size()), checkpoints.size())) {
        Files.deleteIfExists(old);
      }
      return file;
    } catch (IOException e) {
      throw failure("cannot take a checkpoint", e);
    }
  }

  /** A second name for the same file where the file system has links, a copy elsewhere. */
  private void keepAsBest(Path file) throws IOException {
    var temporary = folder.resolve(AtomicFile.UNFINISHED + BEST);
    Files.deleteIfExists(temporary);
    try {
      Files.createLink(temporary, file);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(
        temporary,
        folder.resolve(BEST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Loads a checkpoint: a file, or the newest valid one of a folder. Damaged ones are skipped with
   * a warning.
   *
   * @throws DataException if there is none that is valid; the message tells what is wrong with each
   */
  public static Snapshot load(Path checkpoint) {
    var path = checkpoint.toAbsolutePath().normalize();
    if (Files.isRegularFile(path)) {
      return CheckpointFile.read(path);
    }
    if (!Files.isDirectory(path)) {
      throw new DataException(
          "no checkpoint at " + path + "; name a checkpoint, or the folder given to --checkpoint");
    }
    return new CheckpointStore(path).newest();
  }

  private Snapshot newest() {
    var problems = new ArrayList<String>();
    try {
      for (var file : newestFirst()) {
        try {
          var snapshot = CheckpointFile.read(file);
          problems.forEach(
              problem -> LOGGER.log(WARNING, problem + "; falling back to " + file.getFileName()));
          return snapshot;
        } catch (DataException e) {
          problems.add(e.getMessage());
        }
      }
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
    throw new DataException(
        "no valid checkpoint in "
            + folder
            + (problems.isEmpty() ? ": it holds none" : ":\n  " + String.join("\n  ", problems)));
  }

  private List<Path> newestFirst() throws IOException {
    return files(name -> NAME.matcher(name).matches()).stream()
        .sorted(Comparator.comparing((Path file) -> step(file)).reversed())
        .toList();
  }

  private static long step(Path file) {
    var matcher = NAME.matcher(file.getFileName().toString());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private List<Path> files(java.util.function.Predicate<String> wanted) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> wanted.test(file.getFileName().toString())).toList();
    }
  }

  private DataException failure(String what, IOException cause) {
    return new DataException(
        "the checkpoint folder "
            + folder
            + " "
            + what
            + ": "
            + cause
            + "; make room, mend its permissions, or choose another by --checkpoint",
        cause);
  }
}
