package io.poolingagent.metrics;

import io.poolingagent.pool.AgentThread;

/** The entry to this package. */
public final class Telemetry {

  private Telemetry() {}

  /** Whether this Java runtime has JMX: one that jlink made may be without java.management. */
  public static boolean isPossible() {
    try {
      Class.forName("javax.management.MBeanServer", false, null);
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  /**
   * Exports over JMX, if the settings say so, from the moment the application uses its first client
   * library. Loads nothing until then. Never throws later: what fails is counted.
   */
  public static void start(ObservedAgent agent) {
    if (agent.settings().jmx()) {
      agent
          .pools()
          .onFirstUse(
              () -> {
                JmxExport export = new JmxExport(agent, new MBeanServers()::find);
                AgentThread.create("pooling-agent-jmx", export::run).start();
              });
    }
  }
}
