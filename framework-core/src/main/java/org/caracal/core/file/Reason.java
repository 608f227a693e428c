package org.caracal.core.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be used, for people: the JDK leaves much of it to the exception's type. */
public final class Reason {
  private Reason() {}

  /** The reason, with the file if it is named. */
  public static String of(IOException failure) {
    if (!(failure instanceof FileSystemException file)) {
      return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
    var reason =
        file instanceof AccessDeniedException
            ? "permission denied"
            : file instanceof NoSuchFileException
                ? "no such file or folder"
                : file instanceof NotDirectoryException ? "not a folder" : file.getReason();
    if (reason == null) {
      return failure.toString();
    }
    return file.getFile() == null ? reason : reason + ": " + file.getFile();
  }
}
