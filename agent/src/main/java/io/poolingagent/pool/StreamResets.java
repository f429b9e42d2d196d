package io.poolingagent.pool;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many streams of an HTTP/2 connection its clients have reset, as they do when a request is
 * cancelled, times out, or its body is not read (RFC 9113, section 5.4.2). Servers take a client
 * that does so often for an attack (CVE-2023-44487) and end the connection, with what is under way
 * on it: Netty and Undertow after 200 resets within 30 s, Envoy after 500, Tomcat after four in a
 * row or if more than about half of the requests end so. A client by itself earns that by itself;
 * those who share must not have it done to them, so a connection is left before. Thread-safe.
 */
public final class StreamResets {
  private static final int MOST = 100;
  private static final int MOST_OF_NEW = 3;

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger resets = new AtomicInteger();

  /** A request begins on the connection. */
  public void request() {
    requests.incrementAndGet();
  }

  /** The client has reset the stream of one. */
  public void reset() {
    resets.incrementAndGet();
  }

  /** Whether the connection is to have no more requests. */
  public boolean tooMany() {
    int seen = resets.get();
    return seen >= MOST || (seen >= MOST_OF_NEW && seen > requests.get() / 2);
  }
}
