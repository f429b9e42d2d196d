package io.poolingagent.client.urlconnection;

import io.poolingagent.pool.Permit;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** A request looks for a connection: from the JDK's {@code New} to its end. Of one thread. */
final class Lease {
  final Route route;

  /** The application's {@code HttpURLConnection}, if one asks. */
  final @Nullable WeakReference<Object> user;

  /** The right to a connection, until that has one. */
  @Nullable Permit permit;

  /** The JDK's client whose connection is reused, until the JDK has asked for it. */
  @Nullable Object found;

  long connectingSinceNanos;

  Lease(Route route, Permit permit, @Nullable WeakReference<Object> user) {
    this.route = route;
    this.permit = permit;
    this.user = user;
  }

  /** The right goes to a connection. */
  void give(PooledConnection connection, boolean reused) {
    Permit given = permit;
    permit = null;
    connection.user = user;
    connection.permit = given;
    if (given != null) {
      given.connected(reused);
    }
  }

  /** The right was of no use. */
  void releasePermit() {
    Permit unused = permit;
    if (unused != null) {
      permit = null;
      unused.release();
    }
  }
}
