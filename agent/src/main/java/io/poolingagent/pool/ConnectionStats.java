package io.poolingagent.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was seen of the connections of one client library to one destination. Thread-safe, cheap to
 * write.
 *
 * <p>An adapter reports what only it can see: {@link #opened}, {@link #reused}, {@link
 * #closed(CloseReason)}, {@link #failed}. The rest (active, pending, waits, usage, timeouts,
 * overflow) the domain counts itself.
 */
public final class ConnectionStats {

  private final Destination destination;
  private final String client;

  private final LongAdder opened = new LongAdder();
  private final LongAdder reused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder acquireTimeouts = new LongAdder();
  private final LongAdder overflows = new LongAdder();
  private final LongAdder[] closed = new LongAdder[CloseReason.values().length];
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicInteger overflowing = new AtomicInteger();
  private final Timing connect;
  private final Timing tls;
  private final Timing acquireWait;
  private final Timing usage;

  ConnectionStats(Destination destination, String client, Clock clock) {
    this.destination = destination;
    this.client = client;
    this.connect = new Timing(clock);
    this.tls = new Timing(clock);
    this.acquireWait = new Timing(clock);
    this.usage = new Timing(clock);
    for (int i = 0; i < closed.length; i++) {
      closed[i] = new LongAdder();
    }
  }

  /**
   * A connection was opened.
   *
   * @param connectNanos how long it took to connect, without TLS; negative if unknown
   * @param tlsNanos how long the TLS handshake took; negative if there was none or it is unknown
   */
  public void opened(long connectNanos, long tlsNanos) {
    opened.increment();
    if (connectNanos >= 0) {
      connect.add(connectNanos);
    }
    if (tlsNanos >= 0) {
      tls.add(tlsNanos);
    }
  }

  /** A TLS handshake ended well that took this long, where {@link #opened} came before it. */
  public void handshaken(long nanos) {
    tls.add(nanos);
  }

  /** A request took an idle connection. */
  public void reused() {
    reused.increment();
  }

  /** A pooled connection was closed. The domain itself counts only {@link CloseReason#LEAKED}. */
  public void closed(CloseReason reason) {
    closed(reason, 1);
  }

  void closed(CloseReason reason, int count) {
    closed[reason.ordinal()].add(count);
  }

  /** A connection could not be opened. */
  public void failed() {
    failed.increment();
  }

  void acquireTimedOut() {
    acquireTimeouts.increment();
  }

  void overflowBegins() {
    overflows.increment();
    overflowing.incrementAndGet();
  }

  void overflowEnds() {
    overflowing.decrementAndGet();
  }

  void pending(int change) {
    pending.addAndGet(change);
  }

  void acquireWaited(long nanos) {
    acquireWait.add(nanos);
  }

  void used(long nanos, long now) {
    usage.add(nanos, now);
  }

  /** The library, as in {@link PoolKey#client()}. */
  public String client() {
    return client;
  }

  /** The destination. */
  public Destination destination() {
    return destination;
  }

  /** Requests that hold a connection or are about to take one. */
  public int active() {
    return snapshot().active();
  }

  /** Open connections that wait for a request. */
  public int idle() {
    return snapshot().idle();
  }

  /** Requests that wait for a connection. */
  public int pending() {
    return pending.get();
  }

  /** Connections opened, ever. */
  public long openedCount() {
    return opened.sum();
  }

  /** Requests that took an idle connection, ever. */
  public long reusedCount() {
    return reused.sum();
  }

  /** Connections that could not be opened, ever. */
  public long failedCount() {
    return failed.sum();
  }

  /** Connections closed for this reason, ever. */
  public long closedCount(CloseReason reason) {
    return closed[reason.ordinal()].sum();
  }

  /** Requests that got no connection in time, or were turned away, ever. */
  public long acquireTimeoutCount() {
    return acquireTimeouts.sum();
  }

  /** Requests beyond a soft limit, ever. */
  public long overflowCount() {
    return overflows.sum();
  }

  /** How long connecting took, without TLS. */
  public Timing connect() {
    return connect;
  }

  /** How long TLS handshakes took. */
  public Timing tls() {
    return tls;
  }

  /** How long those requests waited for a connection that had to wait. */
  public Timing acquireWait() {
    return acquireWait;
  }

  /** How long requests held their connection. */
  public Timing usage() {
    return usage;
  }

  /**
   * Requests that took an idle connection, of all that got one, from 0 to 1; 0 before the first.
   */
  public double reuseRatio() {
    double reused = reusedCount();
    double all = reused + openedCount();
    return all == 0 ? 0 : reused / all;
  }

  /** Active connections over all allowed ones, from 0 to 1; more than 1 beyond a soft limit. */
  public double utilisation() {
    return (double) active() / destination.limits().maxConnectionsPerHost();
  }

  /** All gauges at one moment, so that they fit each other. */
  public Snapshot snapshot() {
    long activeAndIdle = destination.activeAndIdle(client);
    int active = (int) (activeAndIdle >>> 32) + overflowing.get();
    return new Snapshot(active, (int) activeAndIdle, pending());
  }

  /** The gauges of one moment. A value. */
  public static final class Snapshot {
    private final int active;
    private final int idle;
    private final int pending;

    Snapshot(int active, int idle, int pending) {
      this.active = active;
      this.idle = idle;
      this.pending = pending;
    }

    /** Requests that hold a connection or are about to take one. */
    public int active() {
      return active;
    }

    /** Open connections that wait for a request. */
    public int idle() {
      return idle;
    }

    /** Active and idle ones. */
    public int open() {
      return active + idle;
    }

    /** Requests that wait for a connection. */
    public int pending() {
      return pending;
    }
  }
}
