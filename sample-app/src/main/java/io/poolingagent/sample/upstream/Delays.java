package io.poolingagent.sample.upstream;

import java.time.Duration;

/** How slow the upstream is, to resemble one that is further away than loopback. Immutable. */
public final class Delays {
  /** Answers at once. */
  public static final Delays NONE = new Delays(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  final Duration connect;
  final Duration handshake;
  final Duration response;

  /**
   * @param connect between accepting a connection and reading from it
   * @param handshake added to that on a TLS connection
   * @param response between receiving a request and answering it
   */
  public Delays(Duration connect, Duration handshake, Duration response) {
    this.connect = connect;
    this.handshake = handshake;
    this.response = response;
  }
}
