package io.poolingagent.metrics;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jmx.JmxReporter;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.jmx.JmxConfig;
import io.micrometer.jmx.JmxMeterRegistry;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Meters over JMX: {@code
 * io.poolingagent.metrics:name=pooling.connections.active,client=okhttp3,destination="https://host:443"}.
 */
final class JmxMeters {

  static final String DOMAIN = "io.poolingagent.metrics";

  /**
   * Separates what the hierarchical names of the exporter flatten; occurs in no name or tag of
   * ours.
   */
  private static final String SEPARATOR = "\n";

  private JmxMeters() {}

  /** The server is given, or the exporter would create the platform's. */
  static MeterRegistry create(MBeanServer server) {
    MetricRegistry metrics = new MetricRegistry();
    JmxReporter reporter =
        JmxReporter.forRegistry(metrics)
            .registerWith(server)
            .inDomain(DOMAIN)
            .createsObjectNamesWith((type, domain, name) -> objectName(domain, name))
            .convertDurationsTo(TimeUnit.MILLISECONDS)
            .build();
    return new JmxMeterRegistry(
        JmxConfig.DEFAULT, Clock.SYSTEM, (id, convention) -> flat(id), metrics, reporter);
  }

  private static String flat(Meter.Id id) {
    StringBuilder flat = new StringBuilder(id.getName());
    for (Tag tag : id.getTags()) {
      flat.append(SEPARATOR).append(tag.getKey()).append(SEPARATOR).append(tag.getValue());
    }
    return flat.toString();
  }

  private static ObjectName objectName(String domain, String flat) {
    String[] parts = flat.split(SEPARATOR, -1);
    // Consoles show the keys in this order as a tree.
    StringBuilder name = new StringBuilder(domain).append(":name=").append(parts[0]);
    for (int i = 1; i + 1 < parts.length; i += 2) {
      name.append(',').append(parts[i]).append('=').append(value(parts[i + 1]));
    }
    try {
      return new ObjectName(name.toString());
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(name.toString(), e);
    }
  }

  /** Quoted if it must be. */
  static String value(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (",=:\"*?\n".indexOf(text.charAt(i)) >= 0) {
        return ObjectName.quote(text);
      }
    }
    return text;
  }
}
