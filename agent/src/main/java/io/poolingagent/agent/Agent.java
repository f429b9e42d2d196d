package io.poolingagent.agent;

import io.poolingagent.client.Client;
import io.poolingagent.client.Clients;
import io.poolingagent.config.LogLevel;
import io.poolingagent.config.Settings;
import io.poolingagent.config.SettingsException;
import io.poolingagent.config.SettingsReader;
import io.poolingagent.metrics.Telemetry;
import io.poolingagent.pool.Liveness;
import io.poolingagent.tls.TlsIdentities;
import io.poolingagent.weave.BridgeInstaller;
import io.poolingagent.weave.Linker;
import io.poolingagent.weave.PackageOpener;
import io.poolingagent.weave.WeavingTransformer;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts the agent, inside its own class loader. */
public final class Agent {

  private Agent() {}

  /**
   * The agent from here on. Prints one line: that it works, or why it stays off.
   *
   * @param arguments the agent's arguments, may be null
   * @param instrumentation the JVM's instrumentation
   */
  public static void start(@Nullable String arguments, Instrumentation instrumentation) {
    if (StartupChecks.isJdkTool()) {
      return;
    }
    String refusal = StartupChecks.refusal();
    if (refusal != null) {
      AgentLog.say(refusal);
      return;
    }
    Settings settings;
    try {
      settings = SettingsReader.read(arguments, Clients.names());
    } catch (SettingsException wrong) {
      AgentLog.say("not started, the application is not affected: " + wrong.getMessage());
      return;
    }
    AgentLog.threshold(settings.logLevel());
    for (String warning : settings.warnings()) {
      AgentLog.say(warning);
    }
    if (!settings.enabled()) {
      AgentLog.say("off (enabled=false)");
      return;
    }
    try {
      run(settings, instrumentation);
    } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError failure) {
      AgentLog.say(
          "not started, the application is not affected: this JVM does not let the agent in: "
              + failure);
    }
  }

  private static void run(Settings settings, Instrumentation instrumentation)
      throws ReflectiveOperationException, IOException {
    List<Client> clients = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(); // a library with two APIs is two clients of a name
    for (Client client : Clients.all()) {
      if (settings.clientEnabled(client.name())) {
        clients.add(client);
        names.add(client.name());
      }
    }
    PackageOpener opener = PackageOpener.ofThisJvm();
    for (String packageName : Liveness.NEEDED_PACKAGES) {
      opener.open(instrumentation, Object.class, packageName, Agent.class.getClassLoader());
    }
    for (String packageName : TlsIdentities.NEEDED_PACKAGES) {
      opener.open(instrumentation, Object.class, packageName, Agent.class.getClassLoader());
    }
    RunningAgent agent = new RunningAgent(version(), settings);
    Class<?> bridge = BridgeInstaller.install(instrumentation);
    agent.bridge(bridge);
    BridgeInstaller.connect(bridge, new Linker(clients, agent, instrumentation));
    new WeavingTransformer(clients, agent.audit(), agent.errors()).install(instrumentation);
    if (settings.jmx() && !Telemetry.isPossible()) {
      AgentLog.say("nothing over JMX: this Java runtime has no module java.management");
    } else {
      Telemetry.start(agent);
    }
    agent.reportAtExit();
    if (settings.logLevel().compareTo(LogLevel.INFO) >= 0) {
      AgentLog.say(
          version()
              + " "
              + settings.mode().name().toLowerCase(Locale.ROOT)
              + "s "
              + String.join(", ", names));
    }
  }

  private static String version() {
    // Our own loader defines packages without a manifest; the entry point's loader has read it.
    Package entry;
    try {
      entry =
          Class.forName("io.poolingagent.PoolingAgent", false, ClassLoader.getSystemClassLoader())
              .getPackage();
    } catch (ClassNotFoundException notOnTheClassPath) {
      entry = null;
    }
    String version = entry == null ? null : entry.getImplementationVersion();
    return version == null ? "development build" : version;
  }
}
