package io.poolingagent.config;

/** One line that an operator wrote, wherever that was. */
final class Entry {
  /** Dotted path without prefix, such as {@code hosts.*.internal.keep-alive}. */
  final String key;

  final String text;

  /** Whether a settings file holds it. */
  final boolean fromFile;

  /** Where it stands, for messages: {@code system property pooling.keep-alive}. */
  final String source;

  Entry(String key, String text, String source, boolean fromFile) {
    this.key = key;
    this.text = text;
    this.source = source;
    this.fromFile = fromFile;
  }
}
