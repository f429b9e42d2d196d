package io.poolingagent.client.apache5;

import io.poolingagent.client.HookHandler;
import io.poolingagent.client.Kept;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * What managers of the application's tell of their idle connections. Those that are leased they
 * know themselves, see {@link Lease}. Thread-safe.
 */
final class Statistics {
  /** Guarded by itself. */
  private final Map<Object, Kept> byManager = new WeakHashMap<>();

  /** What is to be told for a manager; null if it tells nothing. */
  @Nullable Kept of(HttpClientConnectionManager manager) {
    if (!Key.isPooling(manager)) {
      return null;
    }
    synchronized (byManager) {
      return byManager.computeIfAbsent(manager, first -> new Kept());
    }
  }

  private @Nullable Kept known(@Nullable Object manager) {
    synchronized (byManager) {
      return byManager.get(manager);
    }
  }

  /** A request has leased what makes others of the manager's idle connections go. */
  static void leased(Kept kept, HttpClientConnectionManager manager, HttpRoute route, long now) {
    kept.take(route, now);
    if (!kept.isEmpty()) {
      PoolingHttpClientConnectionManager pooling = (PoolingHttpClientConnectionManager) manager;
      kept.limit(route, pooling.getMaxPerRoute(route) - pooling.getStats(route).getLeased());
      int total = pooling.getMaxTotal();
      if (total > 0) { // a pool may have limits for routes only
        kept.limit(null, total - pooling.getTotalStats().getLeased());
      }
    }
  }

  /** Before {@code getTotalStats()} and {@code getStats(route)}. */
  HookHandler told() {
    return (self, values) -> {
      Kept kept = known(self);
      if (self == null || kept == null) {
        return null;
      }
      PoolingHttpClientConnectionManager manager = (PoolingHttpClientConnectionManager) self;
      HttpRoute route = values.length == 0 ? null : (HttpRoute) values[0];
      PoolStats own = route == null ? manager.getTotalStats() : manager.getStats(route);
      return new PoolStats(
          own.getLeased(), own.getPending(), own.getAvailable() + kept.count(route), own.getMax());
    };
  }

  /** Before {@code closeIdle(time)}. */
  HookHandler idleClosed(LongSupplier nanoTime) {
    return of(
        (kept, values) ->
            kept.closeIdle(nanoTime.getAsLong(), Math.max(0, Times.nanos((TimeValue) values[0]))));
  }

  /** Before {@code closeExpired()}. */
  HookHandler expiredClosed(LongSupplier nanoTime) {
    return of((kept, values) -> kept.closeExpired(nanoTime.getAsLong()));
  }

  /** Before {@code close(mode)}. */
  HookHandler closed() {
    return of((kept, values) -> kept.clear());
  }

  private HookHandler of(BiConsumer<Kept, Object[]> also) {
    return (self, values) -> {
      Kept kept = known(self);
      if (kept != null) {
        also.accept(kept, values);
      }
      return null;
    };
  }
}
