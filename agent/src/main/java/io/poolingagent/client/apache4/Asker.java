package io.poolingagent.client.apache4;

import org.jspecify.annotations.Nullable;

/** One request that asks for a connection. */
public final class Asker {
  /** The library's route: where to, and through which proxies. */
  public final Object route;

  /** The user token that it brings along, null for none. */
  public final @Nullable Object state;

  final boolean idempotent;

  /** As in {@link CurrentRequest.Taken#tunnelUser}. */
  final @Nullable String tunnelUser;

  private final long sinceNanos;
  private final long patienceNanos;

  /** How old a connection of its client's may become. */
  public long timeToLiveNanos = Long.MAX_VALUE;

  /** It has given up. */
  public volatile boolean cancelled;

  /**
   * @param request what is known of it
   * @param patienceNanos how long it waits for a connection
   */
  public Asker(
      Object route,
      @Nullable Object state,
      CurrentRequest.@Nullable Taken request,
      long nowNanos,
      long patienceNanos) {
    this.route = route;
    this.state = state;
    this.idempotent = request != null && request.idempotent;
    this.tunnelUser = request == null ? null : request.tunnelUser;
    this.sinceNanos = nowNanos;
    this.patienceNanos = patienceNanos;
  }

  long remainingNanos(long nowNanos) {
    return patienceNanos - (nowNanos - sinceNanos);
  }
}
