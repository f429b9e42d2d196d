package io.poolingagent.app.sdks;

/** A published library as its users call it, and what its service says. */
public interface Sdk {

  /**
   * Makes a client of the service at this address (without a slash at its end), calls once, cleans
   * up as the library's users do, and answers what they would get.
   */
  String call(String address) throws Exception;

  /** What the service answers: JSON, XML, HTML, or a text. Asked in the JVM of the server. */
  String answer(String method, String target, String body);

  /** A header that the service adds to its answers, or nothing. */
  default String header() {
    return "";
  }

  /** Why connections are not shared, or what else is to be known of this library; or nothing. */
  default String note() {
    return "";
  }

  /** Whether the agent is to share its connections. */
  default boolean pooled() {
    return note().isEmpty();
  }

  /** Whether it takes addresses without TLS, too. */
  default boolean plain() {
    return true;
  }

  /** Whether the library itself leaves threads or files behind with each client. */
  default boolean leaks() {
    return false;
  }
}
