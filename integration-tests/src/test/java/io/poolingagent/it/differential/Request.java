package io.poolingagent.it.differential;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request as a {@link Stage} got it. Its head reads as HTTP/1.1 has it, whatever carried it. */
abstract class Request {

  private final Stage stage;
  private final String head;
  private final int number;

  /**
   * @param number of the request, see {@link Stage#arrived}
   */
  Request(Stage stage, String head, int number) {
    this.stage = stage;
    this.head = head;
    this.number = number;
  }

  /** Counts the requests of a run from 1, over all connections. */
  final int number() {
    return number;
  }

  /** The request line and headers as they came. */
  final String head() {
    return head;
  }

  final String method() {
    return head.substring(0, head.indexOf(' '));
  }

  final String target() {
    return target(head);
  }

  static String target(String head) {
    int from = head.indexOf(' ') + 1;
    return head.substring(from, head.indexOf(' ', from));
  }

  /** The value of a header of the request, null if it has none. */
  final @Nullable String header(String name) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
        return line.substring(name.length() + 1).trim();
      }
    }
    return null;
  }

  /** The body as far as it is known by now, null if nobody has read it. */
  abstract @Nullable String bodySoFar();

  /** What the stage has seen of it, but for what a client draws anew each time. */
  final String asSeen() {
    String body = bodySoFar();
    return head.replaceAll("(cnonce|response)=\"[^\"]*\"", "$1")
        + (body == null ? "(body not read)" : body);
  }

  final Stage stage() {
    return stage;
  }

  /** An address on the stage itself. */
  final String here(String path) {
    return stage.url(path);
  }

  /** An address on the other stage of the scenario. */
  final String there(String path) {
    return stage.other().url(path);
  }
}
