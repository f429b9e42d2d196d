package io.poolingagent.client.apache5;

import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Lease} becomes the connection of a client's own manager: that asks its factory for a
 * connection on the thread that calls it, and is given the lease which that thread has laid ready.
 */
final class Handover {
  private final ThreadLocal<@Nullable Lease> ready = new ThreadLocal<>();

  /** The manager that this thread calls next shall take this for its connection. */
  void ready(Lease lease) {
    ready.set(lease);
  }

  /** Whether it has; in any case it will not any more. */
  boolean wasTaken() {
    boolean taken = ready.get() == null;
    if (!taken) {
      ready.set(null);
    }
    return taken;
  }

  /** A manager's factory is asked for a connection. */
  @Nullable Object connectionWanted(@Nullable Object self, Object[] values) {
    Lease lease = ready.get();
    if (lease == null
        || values[0] != null
        || self == null
        || self.getClass() != ManagedHttpClientConnectionFactory.class) {
      return null;
    }
    ready.set(null);
    lease.takenFor((ManagedHttpClientConnectionFactory) self);
    return lease;
  }
}
