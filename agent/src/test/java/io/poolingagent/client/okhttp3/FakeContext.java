package io.poolingagent.client.okhttp3;

import io.poolingagent.audit.Audit;
import io.poolingagent.audit.Errors;
import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
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

/** The agent with some settings, as an adapter sees it. */
final class FakeContext implements AgentContext {
  private final Settings settings;
  private final Pools pools;
  @Nullable Reason whyNotPooling;
  private final Errors errors = new Errors();
  private final TlsIdentities tls = new TlsIdentities(new FieldsByCode());
  private final Destinations destinations;

  FakeContext(String settings) throws SettingsException {
    this.settings = SettingsReader.read(settings, Collections.emptySet());
    this.destinations =
        new Destinations(clock(), origin -> this.settings.limitsFor(origin.host()), () -> 0.5);
    this.pools = new Pools(clock(), destinations, () -> 10);
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public @Nullable Reason whyNotPooling(String client) {
    return whyNotPooling;
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
    throw new UnsupportedOperationException();
  }

  @Override
  public void demandHooks() {}

  @Override
  public boolean hooksDemanded() {
    return true;
  }

  @Override
  public Clock clock() {
    return System::nanoTime;
  }

  @Override
  public Errors errors() {
    return errors;
  }
}
