package io.poolingagent.metrics;

import io.poolingagent.audit.AuditReport;
import io.poolingagent.audit.Reason;
import io.poolingagent.config.Mode;
import io.poolingagent.pool.SharedPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

final class AgentBean implements AgentMXBean {

  private final ObservedAgent agent;

  AgentBean(ObservedAgent agent) {
    this.agent = agent;
  }

  @Override
  public String getVersion() {
    return agent.version();
  }

  @Override
  public boolean isEnabled() {
    return agent.settings().enabled();
  }

  @Override
  public void setEnabled(boolean enabled) {
    agent.settings(settings -> settings.withEnabled(enabled));
  }

  @Override
  public String getMode() {
    return lower(agent.settings().mode());
  }

  @Override
  public void setMode(String mode) {
    for (Mode each : Mode.values()) {
      if (lower(each).equals(mode)) {
        agent.settings(settings -> settings.withMode(each));
        return;
      }
    }
    throw new IllegalArgumentException("mode is pool or observe, not " + mode);
  }

  private static String lower(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public int getPools() {
    return agent.pools().all().size();
  }

  @Override
  public int getConnections() {
    return agent.pools().all().stream().mapToInt(SharedPool::open).sum();
  }

  @Override
  public long getClientsCreated() {
    return agent.audit().report().clients().stream().mapToLong(AuditReport.Client::created).sum();
  }

  @Override
  public long getClientsPooled() {
    return agent.audit().report().clients().stream().mapToLong(AuditReport.Client::pooled).sum();
  }

  @Override
  public long getClientsLeftAlone() {
    long sum = 0;
    for (long each : getClientsLeftAloneByReason().values()) {
      sum += each;
    }
    return sum;
  }

  @Override
  public Map<String, Long> getClientsLeftAloneByReason() {
    Map<String, Long> reasons = new TreeMap<>();
    for (AuditReport.Client client : agent.audit().report().clients()) {
      for (Map.Entry<Reason, Long> each : client.leftAlone().entrySet()) {
        reasons.merge(each.getKey().name(), each.getValue(), Long::sum);
      }
    }
    return reasons;
  }

  @Override
  public List<ClientRow> getClients() {
    List<ClientRow> rows = new ArrayList<>();
    agent.audit().report().clients().forEach(client -> rows.add(new ClientRow(client)));
    return rows;
  }

  @Override
  public List<CallSiteRow> getCallSites() {
    List<CallSiteRow> rows = new ArrayList<>();
    agent.audit().report().callSites().forEach(site -> rows.add(new CallSiteRow(site)));
    return rows;
  }

  @Override
  public long getErrors() {
    return agent.errors().count();
  }

  @Override
  public int evictIdle() {
    return agent.pools().all().stream().mapToInt(SharedPool::evictIdle).sum();
  }

  @Override
  public String printAudit() {
    StringBuilder text = new StringBuilder();
    for (ClientRow row : getClients()) {
      text.append(row.getClient())
          .append(": ")
          .append(row.getCreated())
          .append(" clients, ")
          .append(row.getPooled())
          .append(" pooled");
      line(text, "left alone: ", row.getReasons());
      line(text, "would pool but for: ", row.getWouldPoolBut());
      text.append('\n');
    }
    for (CallSiteRow row : getCallSites()) {
      text.append(row.getLocation())
          .append(": ")
          .append(row.getClient())
          .append(", ")
          .append(row.getCreated())
          .append(" clients, ")
          .append(row.getPooled())
          .append(" pooled");
      line(text, "left alone: ", row.getReasons());
      line(text, "about: ", row.getDetail());
      line(text, "leaked connections: ", row.getLeaked() == 0 ? "" : "" + row.getLeaked());
      line(text, "would pool but for: ", row.getWouldPoolBut());
      text.append('\n');
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String label, String value) {
    if (!value.isEmpty()) {
      text.append("\n    ").append(label).append(value);
    }
  }
}
