package io.poolingagent.client;

import io.poolingagent.audit.Audit;
import io.poolingagent.audit.Errors;
import io.poolingagent.audit.Reason;
import io.poolingagent.config.Settings;
import io.poolingagent.config.SettingsException;
import io.poolingagent.config.SettingsReader;
import io.poolingagent.pool.Clock;
import io.poolingagent.pool.Destinations;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.Pools;
import io.poolingagent.tls.TlsIdentities;
import io.poolingagent.weave.FieldsByCode;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The agent with some settings, as an adapter sees it. It pools what it is asked to; a test that is
 * about something else overrides that.
 */
public class FakeContext implements AgentContext {
  private final Settings settings;
  private final Clock clock;
  private final Destinations destinations;
  private final Pools pools;
  private final Audit audit;
  private final TlsIdentities tls = new TlsIdentities(new FieldsByCode());
  private final Errors errors = new Errors();
  private volatile boolean pooling = true;
  private volatile int maxPools = 10;

  public FakeContext() {
    this(Settings.defaults(), Clock.system());
  }

  public FakeContext(Clock clock) {
    this(Settings.defaults(), clock);
  }

  /**
   * @param settings as behind {@code -javaagent:pooling-agent.jar=}
   */
  public FakeContext(String settings) throws SettingsException {
    this(SettingsReader.read(settings, Collections.emptySet()), Clock.system());
  }

  private FakeContext(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.destinations =
        new Destinations(clock, origin -> settings.limitsFor(origin.host()), () -> 0.5);
    this.pools = new Pools(clock, destinations, () -> maxPools);
    this.audit = new Audit(clock);
  }

  /** Switches pooling on or off. */
  public void pooling(boolean on) {
    pooling = on;
  }

  /** Sets how many pools there may be, 10 at first. */
  public void maxPools(int most) {
    maxPools = most;
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public @Nullable Reason whyNotPooling(String client) {
    return pooling ? null : Reason.DISABLED;
  }

  @Override
  public Destinations destinations() {
    return destinations;
  }

  @Override
  public PoolRegistry newRegistry(String client) {
    return pools.newRegistry(parts -> {});
  }

  @Override
  public TlsIdentities tls() {
    return tls;
  }

  @Override
  public Audit audit() {
    return audit;
  }

  @Override
  public void demandHooks() {}

  @Override
  public boolean hooksDemanded() {
    return true;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Errors errors() {
    return errors;
  }
}
