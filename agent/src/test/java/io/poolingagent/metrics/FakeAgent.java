package io.poolingagent.metrics;

import io.poolingagent.audit.Audit;
import io.poolingagent.audit.Errors;
import io.poolingagent.config.Settings;
import io.poolingagent.pool.Clock;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Destinations;
import io.poolingagent.pool.Limits;
import io.poolingagent.pool.NativePool;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.Pools;
import io.poolingagent.pool.SharedPool;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An agent with a domain, and an adapter of which the test plays the library. */
final class FakeAgent implements ObservedAgent {

  static final Origin ORIGIN = Origin.of("https", "api.example.com", 443);

  /** Idle connections; what is held besides counts as open. */
  static final class Library implements NativePool {
    final AtomicInteger idle = new AtomicInteger();

    @Override
    public int idle(Origin origin) {
      return idle.get();
    }

    @Override
    public int open(Origin origin) {
      return idle.get();
    }

    @Override
    public int closeIdle(Origin origin, int atMost, CloseReason reason) {
      int closed = Math.min(atMost, idle.get());
      idle.addAndGet(-closed);
      return closed;
    }

    @Override
    public long evict(long nowNanos) {
      return -1;
    }

    @Override
    public void close() {}
  }

  private final Clock clock = Clock.system();
  private final Errors errors = new Errors();
  private final Audit audit = new Audit(clock);
  private volatile Settings settings = Settings.defaults();
  private final Pools pools =
      new Pools(
          clock,
          new Destinations(clock, origin -> settings.limitsFor(origin.host()), () -> 0.5),
          () -> 10);

  PoolRegistry registry = pools.newRegistry(parts -> {});

  SharedPool pool(PoolRegistry registry, int n, Library library) {
    PoolKey key = PoolKey.builder("okhttp3").value("n", n).secret("password", "hunter2").build();
    return Objects.requireNonNull(registry.pool(key, () -> library));
  }

  @Override
  public String version() {
    return "1.2.3";
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public void settings(UnaryOperator<Settings> change) {
    settings = change.apply(settings);
  }

  @Override
  public void limits(Destination destination, Limits changed) {
    destination.limits(changed);
  }

  @Override
  public Pools pools() {
    return pools;
  }

  @Override
  public Audit audit() {
    return audit;
  }

  @Override
  public Errors errors() {
    return errors;
  }
}
