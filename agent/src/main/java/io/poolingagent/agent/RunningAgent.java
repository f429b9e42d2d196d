package io.poolingagent.agent;

import io.poolingagent.audit.Audit;
import io.poolingagent.audit.Errors;
import io.poolingagent.audit.ExitReport;
import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.config.Mode;
import io.poolingagent.config.Settings;
import io.poolingagent.metrics.ObservedAgent;
import io.poolingagent.pool.Clock;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Destinations;
import io.poolingagent.pool.Limits;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.Pools;
import io.poolingagent.tls.TlsIdentities;
import io.poolingagent.weave.BridgeInstaller;
import io.poolingagent.weave.FieldsByCode;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The agent at work: its parts, and the switches that turn at run time. Thread-safe. */
final class RunningAgent implements AgentContext, ObservedAgent {
  private final Clock clock = Clock.system();
  private final Errors errors = new Errors();
  private final TlsIdentities tls =
      new TlsIdentities(new FieldsByCode()); // which loads what reads code when it is asked
  private final Audit audit;
  private final Pools pools;
  private final String version;
  private volatile Settings settings;
  private volatile @Nullable Class<?> bridge;
  private volatile boolean hooksDemanded;

  RunningAgent(String version, Settings settings) {
    this.version = version;
    this.settings = settings;
    this.audit = new Audit(clock);
    this.pools =
        new Pools(
            clock,
            new Destinations(
                clock,
                origin -> this.settings.limitsFor(origin.host()),
                () -> ThreadLocalRandom.current().nextDouble()),
            () -> this.settings.maxPools());
    pools.onLeak(audit);
    pools.onError(failure -> errors.report("a client library's pool", failure));
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Pools pools() {
    return pools;
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public synchronized void settings(UnaryOperator<Settings> change) {
    settings = change.apply(settings);
    demandHooks(); // whoever turns switches wants to see what they do
  }

  @Override
  public void limits(Destination destination, Limits changed) {
    destination.limits(changed);
    demandHooks(); // a limit holds for clients that were left alone so far, too
  }

  @Override
  public @Nullable Reason whyNotPooling(String client) {
    Settings now = settings;
    if (!now.enabled()) {
      return Reason.DISABLED;
    }
    if (now.mode() == Mode.OBSERVE) {
      return Reason.OBSERVE_ONLY;
    }
    return now.clientEnabled(client) ? null : Reason.CLIENT_DISABLED;
  }

  @Override
  public Destinations destinations() {
    return pools.destinations();
  }

  @Override
  public PoolRegistry newRegistry(String client) {
    return pools.newRegistry(parts -> audit.wouldPoolBut(client, parts));
  }

  @Override
  public TlsIdentities tls() {
    return tls;
  }

  @Override
  public Audit audit() {
    return audit;
  }

  /** The bridge is defined. */
  void bridge(Class<?> bridge) {
    this.bridge = bridge;
  }

  @Override
  public void demandHooks() {
    Class<?> installed = bridge;
    if (!hooksDemanded && installed != null) {
      try {
        BridgeInstaller.demand(installed);
        hooksDemanded = true; // not before: who finds it set relies on it
      } catch (ReflectiveOperationException impossible) {
        errors.report("hooks on demand", impossible);
      }
    }
  }

  @Override
  public boolean hooksDemanded() {
    return hooksDemanded;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Errors errors() {
    return errors;
  }

  /** Writes what happened to the file that {@code pooling.report} names, when the JVM ends. */
  void reportAtExit() {
    String file = settings.report();
    if (file != null) {
      ExitReport.writeAtExit(file, audit, errors);
    }
  }
}
