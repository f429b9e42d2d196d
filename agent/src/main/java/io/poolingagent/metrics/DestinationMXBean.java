package io.poolingagent.metrics;

import java.util.Map;

/**
 * {@code io.poolingagent:type=Destination,name="https://host:443"}. Setters take effect at once,
 * and refuse what makes no sense.
 */
@About(
    "One destination, over all client libraries: its connections, and its limits, which can be changed")
public interface DestinationMXBean {

  /** Limit per host. */
  @About("How many connections it may see from this JVM")
  int getMaxConnectionsPerHost();

  /**
   * @throws IllegalArgumentException if below 1
   */
  void setMaxConnectionsPerHost(int value);

  /** Limit in all. */
  @About("How many connections all destinations together may have before this one gets another")
  int getMaxConnections();

  /**
   * @throws IllegalArgumentException if below 1
   */
  void setMaxConnections(int value);

  /** Limit of idle connections. */
  @About("How many idle connections a pool keeps to it")
  int getMaxIdlePerHost();

  /**
   * @throws IllegalArgumentException if negative
   */
  void setMaxIdlePerHost(int value);

  /** Idle limit. */
  @About("How long a connection may be idle at most, in milliseconds; see also IdleLimitMillis")
  long getKeepAliveMillis();

  /**
   * @throws IllegalArgumentException if negative
   */
  void setKeepAliveMillis(long value);

  /** Lifetime. */
  @About("How long a connection may live, in milliseconds, give or take a tenth")
  long getMaxLifetimeMillis();

  /**
   * @throws IllegalArgumentException if below 1
   */
  void setMaxLifetimeMillis(long value);

  /** Acquire timeout. */
  @About("How long a request may wait for a connection, in milliseconds")
  long getAcquireTimeoutMillis();

  /**
   * @throws IllegalArgumentException if negative
   */
  void setAcquireTimeoutMillis(long value);

  /** Bound on waiting requests. */
  @About("How many requests may wait for a connection")
  int getMaxPending();

  /**
   * @throws IllegalArgumentException if negative
   */
  void setMaxPending(int value);

  /** What happens at the limit. */
  @About("What happens at the limit: overflow (soft: a connection of its own), wait or fail (hard)")
  String getOnExhausted();

  /**
   * @throws IllegalArgumentException if it is none of these
   */
  void setOnExhausted(String value);

  /** Effective idle limit. */
  @About(
      "How long a connection may be idle, in milliseconds: the setting, or less if the server closes earlier")
  long getIdleLimitMillis();

  /** What is known of the server. */
  @About(
      "What the server allows an idle connection, as it said or was seen to do, in milliseconds; -1 if unknown")
  long getLearnedKeepAliveMillis();

  /** Active connections. */
  @About("Requests that hold a connection or are about to take one")
  int getActive();

  /** Idle connections. */
  @About("Open connections that wait for a request")
  int getIdle();

  /** Open connections. */
  @About("Active and idle connections")
  int getOpen();

  /** Waiting requests. */
  @About("Requests that wait for a connection")
  int getPending();

  /** Connections opened. */
  @About("Connections opened so far")
  long getCreated();

  /** Reuses. */
  @About("Requests that took an idle connection so far")
  long getReused();

  /** Failures. */
  @About("Connections that could not be opened so far")
  long getFailed();

  /** Closings by reason. */
  @About("Connections closed so far, by reason")
  Map<String, Long> getClosedByReason();

  /** The same, to read in a console that shows no tables. */
  @About("Connections closed so far, by reason, as text: only the reasons that occurred")
  String getClosed();

  /** Acquire timeouts. */
  @About("Requests that got no connection in time, or were turned away, so far")
  long getAcquireTimeouts();

  /** Overflows. */
  @About("Requests beyond a soft limit so far; each opened a connection of its own")
  long getOverflows();

  /** Reuse ratio. */
  @About("Requests that took an idle connection, of all that got one, from 0 to 1")
  double getReuseRatio();

  /** Closes idle connections. */
  @About("Closes the idle connections to it, of all pools; answers how many")
  int evictIdle();
}
