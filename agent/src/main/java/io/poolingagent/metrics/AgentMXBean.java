package io.poolingagent.metrics;

import java.util.List;
import java.util.Map;

/** {@code io.poolingagent:type=Agent}. */
@About(
    "The pooling agent: its switches, and what became of the HTTP clients that the application created")
public interface AgentMXBean {

  /** The agent's version. */
  @About("Version of the agent")
  String getVersion();

  /** Whether clients are pooled. */
  @About(
      "Whether new clients are pooled; false leaves them alone at once, connections of the pools run dry")
  boolean isEnabled();

  /** Switches pooling on or off. */
  void setEnabled(boolean enabled);

  /** {@code pool} or {@code observe}. */
  @About("pool, or observe: nothing is changed, only reported")
  String getMode();

  /** Changes the mode. @throws IllegalArgumentException if it is neither */
  void setMode(String mode);

  /** Pools. */
  @About("Pools at this moment: one for each configuration of a client library in use")
  int getPools();

  /** Open connections. */
  @About("Open connections of all pools")
  int getConnections();

  /** Clients seen. */
  @About("Clients that the application created")
  long getClientsCreated();

  /** Clients pooled. */
  @About("Clients that share a pool")
  long getClientsPooled();

  /** Clients left alone. */
  @About("Clients that were left alone, as if there were no agent")
  long getClientsLeftAlone();

  /** Why, over all libraries. */
  @About("Clients that were left alone, by reason")
  Map<String, Long> getClientsLeftAloneByReason();

  /** By library. */
  @About("Clients by client library")
  List<ClientRow> getClients();

  /** By call site. */
  @About(
      "Clients by the place in the code that created them (estimated from a sample), the busiest first")
  List<CallSiteRow> getCallSites();

  /** Failures of the agent. */
  @About("Failures inside the agent; the application ran on as without it")
  long getErrors();

  /** Closes idle connections. */
  @About("Closes the idle connections of all pools; answers how many")
  int evictIdle();

  /** The audit as text. */
  @About("Everything decided about clients, and why, as text")
  String printAudit();
}
