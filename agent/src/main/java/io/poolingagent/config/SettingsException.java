package io.poolingagent.config;

import io.poolingagent.pool.Userinfo;

/**
 * The settings cannot be used. The message is one line for the operator: it names the source
 * (argument, property, variable, or file and line), what is wrong there, and what would be right.
 */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  SettingsException(String message) {
    super(
        oneLine(Userinfo.hidden(message)),
        null,
        false,
        false); // the operator needs the line, not our stack
  }

  SettingsException(Entry entry, String problem) {
    this(entry.source + ": " + problem);
  }

  /** What was read may hold anything; it must not forge lines in the log that it is printed to. */
  private static String oneLine(String message) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(message.length(), LONGEST); i++) {
      char c = message.charAt(i);
      line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
    }
    return line.append(message.length() > LONGEST ? "..." : "").toString();
  }
}
