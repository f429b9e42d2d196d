package io.poolingagent.client.jdk;

import java.net.http.HttpClient;

/** Builds clients of the JDK's own, past our hook on their builder. Thread-safe. */
final class Unhooked {
  private static final ThreadLocal<Boolean> BUILDING = new ThreadLocal<>();

  private Unhooked() {}

  static HttpClient build(HttpClient.Builder builder) {
    BUILDING.set(Boolean.TRUE);
    try {
      return builder.build();
    } finally {
      BUILDING.remove();
    }
  }

  /** Whether the current thread is building a client for us. */
  static boolean building() {
    return BUILDING.get() != null;
  }
}
