package io.poolingagent.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.poolingagent.audit.Audit;
import io.poolingagent.audit.AuditReport;
import io.poolingagent.audit.Errors;
import io.poolingagent.audit.Reason;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.ConnectionStats;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Pools;
import io.poolingagent.pool.Timing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The domain's counts as Micrometer meters. The functions are methods of core classes: Micrometer
 * holds functions strongly, and one of an adapter would hold the application's class loader. Used
 * by one thread.
 */
final class Meters {

  private final MeterRegistry registry;
  private final Audit audit;
  private final Map<ConnectionStats, List<Meter>> connections = new HashMap<>();
  private final Set<String> clients = new HashSet<>();

  Meters(MeterRegistry registry, ObservedAgent agent) {
    this.registry = registry;
    this.audit = agent.audit();
    FunctionCounter.builder("pooling.errors", agent.errors(), Errors::count)
        .description("Failures inside the agent")
        .register(registry);
    Gauge.builder("pooling.pools", agent.pools(), (Pools pools) -> pools.all().size())
        .description("Pools at this moment")
        .register(registry);
  }

  /** Meters appear and disappear with the destinations. */
  void follow(Collection<Destination> destinations) {
    Set<ConnectionStats> present = new HashSet<>();
    for (Destination destination : destinations) {
      for (ConnectionStats stats : destination.stats()) {
        present.add(stats);
        if (!connections.containsKey(stats)) {
          connections.put(stats, ofConnections(stats));
        }
      }
    }
    for (Iterator<Map.Entry<ConnectionStats, List<Meter>>> each = connections.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<ConnectionStats, List<Meter>> entry = each.next();
      if (!present.contains(entry.getKey())) {
        entry.getValue().forEach(registry::remove);
        each.remove();
      }
    }
    for (AuditReport.Client client : audit.report().clients()) {
      if (clients.add(client.name())) {
        ofClients(client.name());
      }
    }
  }

  private List<Meter> ofConnections(ConnectionStats stats) {
    Tags tags =
        Tags.of("client", stats.client(), "destination", stats.destination().origin().toString());
    List<Meter> meters = new ArrayList<>();
    meters.add(
        gauge("active", "Requests that hold a connection", tags, stats, ConnectionStats::active));
    meters.add(
        gauge(
            "idle",
            "Open connections that wait for a request",
            tags,
            stats,
            ConnectionStats::idle));
    meters.add(
        gauge(
            "pending",
            "Requests that wait for a connection",
            tags,
            stats,
            ConnectionStats::pending));
    meters.add(
        gauge(
            "utilisation",
            "Active connections over allowed ones",
            tags,
            stats,
            ConnectionStats::utilisation));
    meters.add(
        gauge(
            "reuse.ratio",
            "Requests on a reused connection over all",
            tags,
            stats,
            ConnectionStats::reuseRatio));
    meters.add(counter("created", "Connections opened", tags, stats, ConnectionStats::openedCount));
    meters.add(
        counter(
            "reused",
            "Requests that took an idle connection",
            tags,
            stats,
            ConnectionStats::reusedCount));
    meters.add(
        counter(
            "failed",
            "Connections that could not be opened",
            tags,
            stats,
            ConnectionStats::failedCount));
    meters.add(
        counter(
            "overflow",
            "Requests beyond a soft limit",
            tags,
            stats,
            ConnectionStats::overflowCount));
    meters.add(
        counter(
            "acquire.timeout",
            "Requests that got no connection in time",
            tags,
            stats,
            ConnectionStats::acquireTimeoutCount));
    for (CloseReason reason : CloseReason.values()) {
      meters.add(
          counter(
              "closed",
              "Connections closed",
              tags.and("reason", reason.tag()),
              stats,
              s -> s.closedCount(reason)));
    }
    timer(meters, "connect", "Time to connect, without TLS", tags, stats.connect());
    timer(meters, "tls", "Time of TLS handshakes", tags, stats.tls());
    timer(
        meters, "acquire", "Time that requests waited for a connection", tags, stats.acquireWait());
    timer(meters, "usage", "Time that requests held a connection", tags, stats.usage());
    return meters;
  }

  private Meter gauge(
      String name,
      String about,
      Tags tags,
      ConnectionStats stats,
      ToDoubleFunction<ConnectionStats> value) {
    return Gauge.builder("pooling.connections." + name, stats, value)
        .tags(tags)
        .description(about)
        .register(registry);
  }

  private Meter counter(
      String name,
      String about,
      Tags tags,
      ConnectionStats stats,
      ToDoubleFunction<ConnectionStats> value) {
    return FunctionCounter.builder("pooling.connections." + name, stats, value)
        .tags(tags)
        .description(about)
        .register(registry);
  }

  private void timer(List<Meter> meters, String name, String about, Tags tags, Timing timing) {
    String fullName = "pooling.connections." + name;
    meters.add(
        FunctionTimer.builder(
                fullName, timing, Timing::count, Timing::totalNanos, TimeUnit.NANOSECONDS)
            .tags(tags)
            .description(about)
            .register(registry));
    meters.add(
        TimeGauge.builder(fullName + ".max", timing, TimeUnit.NANOSECONDS, Timing::maxNanos)
            .tags(tags)
            .description(about + ", the longest of the last minute or two")
            .register(registry));
  }

  private void ofClients(String name) {
    Tags tags = Tags.of("client", name);
    clients(
        "created",
        "Clients created",
        tags,
        audit -> count(audit, name, AuditReport.Client::created));
    clients(
        "pooled",
        "Clients that share a pool",
        tags,
        audit -> count(audit, name, AuditReport.Client::pooled));
    for (Reason reason : Reason.values()) {
      String tag = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
      clients(
          "left.alone",
          "Clients left alone",
          tags.and("reason", tag),
          audit -> count(audit, name, client -> client.leftAlone().getOrDefault(reason, 0L)));
    }
  }

  private void clients(String name, String about, Tags tags, ToDoubleFunction<Audit> value) {
    FunctionCounter.builder("pooling.clients." + name, audit, value)
        .tags(tags)
        .description(about)
        .register(registry);
  }

  private static double count(Audit audit, String name, ToLongFunction<AuditReport.Client> value) {
    return audit.report().clients().stream()
        .filter(client -> client.name().equals(name))
        .mapToLong(value)
        .sum();
  }
}
