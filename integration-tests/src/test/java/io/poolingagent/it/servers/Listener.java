package io.poolingagent.it.servers;

import io.poolingagent.it.ClientLibrary;
import java.util.Map;

/** A way to reach a server: its configuration has a port for each. */
enum Listener {
  HTTP,
  /** Closes connections that are idle for 300 ms. */
  IMPATIENT,
  TLS_1_2,
  TLS_1_3,
  /** Wants a client key. */
  MUTUAL_TLS,
  HTTP_2;

  /** Of its addresses. */
  String scheme() {
    return this == HTTP || this == IMPATIENT ? "http" : "https";
  }

  /** What a client has to set to be let in. */
  Map<String, String> config() {
    return this == MUTUAL_TLS ? Map.of("tls", "key=1") : Map.of();
  }

  /** Whether the library can speak to it. */
  boolean isFor(ClientLibrary library) {
    return this != HTTP_2 || library.speaksHttp2();
  }

  /** Whether the agent shares the library's connections to it. */
  boolean isSharedBy(ClientLibrary library) {
    return this != HTTP_2 || library.sharesHttp2();
  }
}
