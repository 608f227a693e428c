package org.caracal.benchmarks.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a page between two comments, which a program writes. */
final class MarkedSection {
  private final String begin;
  private final String end;

  MarkedSection(String name) {
    begin = "<!-- begin: " + name + " -->";
    end = "<!-- end: " + name + " -->";
  }

  /** The page with the section replaced. */
  String replace(String page, String content) {
    var from = page.indexOf(begin);
    var to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("the page lacks " + begin + " and " + end);
    }
    return page.substring(0, from + begin.length())
        + "\n\n"
        + content.strip()
        + "\n\n"
        + page.substring(to);
  }

  /** Rewrites a file. */
  void replaceIn(Path file, String content) {
    try {
      Files.writeString(file, replace(Files.readString(file), content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
