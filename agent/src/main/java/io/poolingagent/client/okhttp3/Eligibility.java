package io.poolingagent.client.okhttp3;

import io.poolingagent.client.AgentContext;
import okhttp3.Address;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pooled connection may carry a call: what OkHttp asks itself, answered for connections
 * of shared pools by what interchangeable clients may share. OkHttp's lock of the connection is
 * held, so nothing here waits.
 */
final class Eligibility {
  private final AgentContext context;
  private final Internals internals;
  private final SharedPools pools;
  private final Leases leases;

  Eligibility(AgentContext context, Internals internals, SharedPools pools, Leases leases) {
    this.context = context;
    this.internals = internals;
    this.pools = pools;
    this.leases = leases;
  }

  /**
   * OkHttp is about to judge a pooled connection, and does so with all of its pool for each call.
   * One to another host it refuses (but where it coalesces, for which it needs routes) when it has
   * compared all else, which with hundreds of hosts is most of what a call costs. So that comes
   * first; of any pool, for the answer is OkHttp's own.
   */
  @Nullable Object elsewhere(@Nullable Object self, Object[] values) {
    if (!(self instanceof Connection) || !(values[0] instanceof Address)) {
      return null;
    }
    Connection connection = (Connection) self;
    return !sameHost(connection, ((Address) values[0]).url())
            && (values.length < 2 || values[1] == null || !PooledConnection.multiplexed(connection))
        ? (Object) false
        : null;
  }

  /** OkHttp's verdict on a pooled connection; its lock is held. */
  @Nullable Object eligible(@Nullable Object self, Object[] values) throws Throwable {
    PooledConnection connection = pools.connection(self);
    if (connection == null || !(values[0] instanceof Address)) {
      return null;
    }
    Address address = (Address) values[0];
    boolean eligible = (Boolean) values[values.length - 3];
    Lease lease = leases.current();
    boolean sameOrigin = sameOrigin(connection.connection, address.url());
    boolean allowed =
        (sameOrigin
                ? !(connection.multiplexed() && hasRoutes(values))
                : eligible && coalesces(connection, lease))
            && allowed(connection, address, eligible, lease)
            && (lease == null || lease.hasPermitFor(connection));
    return allowed == eligible ? null : (Object) allowed;
  }

  /**
   * Whether the call has looked for routes of its own. OkHttp would not repeat it then where a
   * server refuses several streams of one connection (RFC 9113, section 8.7), so it keeps to the
   * connection that it has made.
   */
  private static boolean hasRoutes(Object[] values) {
    return values.length > 4 && values[1] != null;
  }

  private boolean allowed(
      PooledConnection connection, Address address, boolean eligible, @Nullable Lease lease)
      throws Throwable {
    int calls = internals.calls(connection.connection).size();
    if (connection.closed || (lease != null && !lease.mayKnow(connection))) {
      return false;
    }
    Address own = connection.connection.route().address();
    if (eligible) {
      if (own.socketFactory() != address.socketFactory()) {
        return false; // OkHttp compares everything else
      }
      if (calls > 0) {
        return !connection.pool.leave(connection)
            && (withOwnClient(connection, lease)
                || (!connection.opens()
                    && calls
                        < context
                            .settings()
                            .forHost(connection.origin.host())
                            .http2StreamsPerConnection()));
      }
    } else if (calls > 0
        || internals.retired(connection.connection)
        || !key(own).same(key(address))) {
      return false;
    }
    return connection.pool.fit(connection, lease);
  }

  /**
   * Whether a call to host B may travel on a connection to host A, where OkHttp allows that for the
   * sake of their certificate (RFC 9113, section 9.1.1): where it would have done so on its own
   * client, that is if no other client has used the connection since.
   */
  private static boolean coalesces(PooledConnection connection, @Nullable Lease lease) {
    return connection.multiplexed()
        && lease != null
        && lease.own != null
        && connection.user == lease.own;
  }

  /** Whether all streams of a connection would travel with this one without the agent, too. */
  private static boolean withOwnClient(PooledConnection connection, @Nullable Lease lease) {
    return lease != null && connection.owner != null && connection.owner == lease.own;
  }

  private Key key(Address address) {
    return new Key(address, 0, IdleLimits.NONE, context.tls());
  }

  /** Up to 3.5 a pooled connection is judged when a call has it already. */
  @Nullable Object healthy(@Nullable Object self, Object[] values) throws Throwable {
    PooledConnection connection = pools.connection(self);
    Lease lease = leases.current();
    if (connection == null
        || !Boolean.TRUE.equals(values[values.length - 3])
        || (lease != null && connection.opener == lease)) {
      return null;
    }
    synchronized (internals.lock(connection.pool.nativePool, connection.connection)) {
      if (internals.calls(connection.connection).size() > 1
          ? !connection.pool.leave(connection)
          : connection.pool.fit(connection, lease)) {
        return null;
      }
    }
    if (lease != null) {
      lease.connected = false;
      lease.reused = false;
    }
    return false;
  }

  /**
   * Up to 3.5 addresses are compared whole, by identity where other versions compare by content. It
   * is a method that anybody may call: the answer is ours only for a call that is looking for a
   * connection in a shared pool.
   */
  @Nullable Object sameAddress(@Nullable Object self, Object[] values) throws Throwable {
    Object other = values[0];
    if (!(self instanceof Address)
        || !(other instanceof Address)
        || leases.current() == null
        || !context.pooling(Adapter.CLIENT)) {
      return null;
    }
    Address a = (Address) self;
    Address b = (Address) other;
    boolean nativeAnswer = (Boolean) values[1];
    boolean answer =
        a.url().host().equals(b.url().host())
            && a.url().port() == b.url().port()
            && key(a).same(key(b));
    return answer == nativeAnswer ? null : (Object) answer;
  }

  /** Whether a connection leads where this address does. */
  static boolean sameOrigin(Connection connection, HttpUrl url) {
    return sameHost(connection, url)
        && connection.route().address().url().scheme().equals(url.scheme());
  }

  private static boolean sameHost(Connection connection, HttpUrl url) {
    HttpUrl own = connection.route().address().url();
    return own.port() == url.port() && own.host().equals(url.host());
  }
}
