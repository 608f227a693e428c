package org.caracal.core.model;

import java.util.regex.Pattern;

/**
 * What a layer is applied to: an input of the model, or an output of a node, written {@code
 * encoder/dense_1} for the first and {@code encoder/dense_1:1} for the second.
 *
 * @param path name of the input or path of the node
 * @param index number of the output, from 0
 */
public record Reference(String path, int index) {
  private static final Pattern INDEXED = Pattern.compile("(.*):([0-9]{1,4})");

  /** Reads a reference. */
  public static Reference parse(String text) {
    var matcher = INDEXED.matcher(text);
    return matcher.matches()
        ? new Reference(matcher.group(1), Integer.parseInt(matcher.group(2)))
        : new Reference(text, 0);
  }

  @Override
  public String toString() {
    return index == 0 ? path : path + ":" + index;
  }
}
