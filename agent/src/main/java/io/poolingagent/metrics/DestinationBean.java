package io.poolingagent.metrics;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.ConnectionStats;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Limits;
import io.poolingagent.pool.Limits.OnExhausted;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

final class DestinationBean implements DestinationMXBean {

  private final ObservedAgent agent;
  private final Destination destination;

  DestinationBean(ObservedAgent agent, Destination destination) {
    this.agent = agent;
    this.destination = destination;
  }

  private Limits limits() {
    return destination.limits();
  }

  /** Two operators at once: neither change gets lost. */
  private synchronized void change(UnaryOperator<Limits> change) {
    agent.limits(destination, change.apply(destination.limits()));
  }

  @Override
  public int getMaxConnectionsPerHost() {
    return limits().maxConnectionsPerHost();
  }

  @Override
  public void setMaxConnectionsPerHost(int value) {
    change(limits -> limits.withMaxConnectionsPerHost(value));
  }

  @Override
  public int getMaxConnections() {
    return limits().maxConnections();
  }

  @Override
  public void setMaxConnections(int value) {
    change(limits -> limits.withMaxConnections(value));
  }

  @Override
  public int getMaxIdlePerHost() {
    return limits().maxIdlePerHost();
  }

  @Override
  public void setMaxIdlePerHost(int value) {
    change(limits -> limits.withMaxIdlePerHost(value));
  }

  @Override
  public long getKeepAliveMillis() {
    return TimeUnit.NANOSECONDS.toMillis(limits().keepAliveNanos());
  }

  @Override
  public void setKeepAliveMillis(long value) {
    change(limits -> limits.withKeepAlive(Duration.ofMillis(value)));
  }

  @Override
  public long getMaxLifetimeMillis() {
    return TimeUnit.NANOSECONDS.toMillis(limits().maxLifetimeNanos());
  }

  @Override
  public void setMaxLifetimeMillis(long value) {
    change(limits -> limits.withMaxLifetime(Duration.ofMillis(value)));
  }

  @Override
  public long getAcquireTimeoutMillis() {
    return TimeUnit.NANOSECONDS.toMillis(limits().acquireTimeoutNanos());
  }

  @Override
  public void setAcquireTimeoutMillis(long value) {
    change(limits -> limits.withAcquireTimeout(Duration.ofMillis(value)));
  }

  @Override
  public int getMaxPending() {
    return limits().maxPending();
  }

  @Override
  public void setMaxPending(int value) {
    change(limits -> limits.withMaxPending(value));
  }

  @Override
  public String getOnExhausted() {
    return lower(limits().onExhausted());
  }

  @Override
  public void setOnExhausted(String value) {
    for (OnExhausted each : OnExhausted.values()) {
      if (lower(each).equals(value)) {
        change(limits -> limits.withOnExhausted(each));
        return;
      }
    }
    throw new IllegalArgumentException("on-exhausted is overflow, wait or fail, not " + value);
  }

  private static String lower(OnExhausted value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public long getIdleLimitMillis() {
    return TimeUnit.NANOSECONDS.toMillis(destination.keepAlive().idleLimitNanos());
  }

  @Override
  public long getLearnedKeepAliveMillis() {
    long known = destination.keepAlive().knownNanos();
    return known == Long.MAX_VALUE ? -1 : TimeUnit.NANOSECONDS.toMillis(known);
  }

  @Override
  public int getActive() {
    return gauge(ConnectionStats.Snapshot::active);
  }

  @Override
  public int getIdle() {
    return gauge(ConnectionStats.Snapshot::idle);
  }

  @Override
  public int getOpen() {
    return gauge(ConnectionStats.Snapshot::open);
  }

  @Override
  public int getPending() {
    return gauge(ConnectionStats.Snapshot::pending);
  }

  @Override
  public long getCreated() {
    return count(ConnectionStats::openedCount);
  }

  @Override
  public long getReused() {
    return count(ConnectionStats::reusedCount);
  }

  @Override
  public long getFailed() {
    return count(ConnectionStats::failedCount);
  }

  @Override
  public Map<String, Long> getClosedByReason() {
    Map<String, Long> closed = new TreeMap<>();
    for (CloseReason reason : CloseReason.values()) {
      closed.put(reason.tag(), count(stats -> stats.closedCount(reason)));
    }
    return closed;
  }

  @Override
  public String getClosed() {
    return getClosedByReason().entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  @Override
  public long getAcquireTimeouts() {
    return count(ConnectionStats::acquireTimeoutCount);
  }

  @Override
  public long getOverflows() {
    return count(ConnectionStats::overflowCount);
  }

  @Override
  public double getReuseRatio() {
    double reused = getReused();
    double all = reused + getCreated();
    return all == 0 ? 0 : reused / all;
  }

  @Override
  public int evictIdle() {
    return destination.evictIdle();
  }

  private int gauge(ToIntFunction<ConnectionStats.Snapshot> gauge) {
    return destination.stats().stream().map(ConnectionStats::snapshot).mapToInt(gauge).sum();
  }

  private long count(ToLongFunction<ConnectionStats> count) {
    return destination.stats().stream().mapToLong(count).sum();
  }
}
