package io.poolingagent.client.jdk;

import io.poolingagent.client.HookHandler;
import io.poolingagent.config.HostSettings;
import io.poolingagent.config.NonIdempotent;
import io.poolingagent.config.Settings;
import io.poolingagent.pool.Clock;
import io.poolingagent.pool.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of all lanes, as the JDK's connection code tells of them, and the check of a pooled
 * one before it is used again.
 *
 * <p>The JDK's pool hands out the oldest idle connection whatever its age (1200 s by default before
 * JDK 20), ignores {@code Keep-Alive: timeout}, and sends only GET and HEAD again when the
 * connection turns out dead. A client made per request never meets a connection that was idle, so a
 * pooled one must be at least as good as new. Thread-safe.
 */
final class Connections {
  /** Within this time nothing comes but what was sent right behind the last answer. */
  private static final long JUST_LEFT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Where a stray byte goes; outside the heap, which saves the JDK a buffer of its own. */
  private static final ByteBuffer STRAY = ByteBuffer.allocateDirect(1);

  private final ConcurrentHashMap<SocketChannel, Connection> bySocket = new ConcurrentHashMap<>();

  private final Clock clock;
  private final Supplier<Settings> settings;

  Connections(Clock clock, Supplier<Settings> settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * After {@code Http1Exchange(exchange, connection)}, which has asked the JDK's pool for a
   * connection unless it was given one: answers another where the pooled one is not good enough.
   */
  HookHandler checkOut() {
    return (self, values) -> {
      Object handler = Internals.bodyHandler(values[0]);
      Object connection = values[2];
      if (!(handler instanceof Lease) || values[1] != null || connection == null) {
        return null;
      }
      Lease<?> lease = (Lease<?>) handler;
      boolean repeated = lease.repeats(Internals.request(values[0]));
      Object found = connection;
      while (Internals.isConnected(found) && !accept(lease, repeated, found)) {
        found = Internals.nextConnection(values[0]);
      }
      return found == connection ? null : found;
    };
  }

  private boolean accept(Lease<?> lease, boolean repeated, Object pooled) {
    SocketChannel channel = Internals.channel(pooled);
    Connection connection = bySocket.get(channel);
    if (connection == null) {
      return channel.isOpen(); // otherwise the server closed it since the JDK looked
    }
    CloseReason refusal = refusal(lease, repeated, connection);
    if (refusal == null) {
      return lease.reuses(connection);
    }
    connection.close(refusal);
    return false;
  }

  private @Nullable CloseReason refusal(Lease<?> lease, boolean repeated, Connection connection) {
    long now = clock.nanoTime();
    long idle = connection.idleNanos(now);
    if (now - connection.expiresAt >= 0) {
      return CloseReason.LIFETIME;
    }
    if (idle > connection.destination.keepAlive().idleLimitNanos()) {
      return CloseReason.IDLE;
    }
    if (idle > 0 && connection.destination.reuse().mayBeSilent(now - idle)) {
      return CloseReason.STALE;
    }
    if (repeated) {
      connection.destination.reuse().diedElsewhere();
    }
    if (repeated || lease.isSecondTry()) {
      // There may be no third: this connection must not be as dead as the first one.
      return CloseReason.STALE;
    }
    if (lease.isRepeatable()) {
      if (idle < JUST_LEFT_NANOS && !connection.carriedBody()) {
        // What is sent right behind an answer may come just after a look as well as just before,
        // and the look costs 2 % of the request's CPU. What is no answer, and an end, is known for
        // that when it comes, and the request is sent again (Lease.canBeRepeated).
        return null;
      }
    } else {
      HostSettings host = settings.get().forHost(connection.destination.origin().host());
      if (host.nonIdempotent() == NonIdempotent.NATIVE) {
        return null;
      }
      if (idle > host.maxIdleNanosOfNonIdempotent(connection.destination.reuse())) {
        return CloseReason.STALE;
      }
    }
    // The JDK would repeat a GET on a dead connection, but it would take a stray 408 for its
    // answer.
    return isQuiet(connection.channel) ? null : CloseReason.STALE;
  }

  /**
   * Before {@code Stream.cancelImpl(failure, code)}: an HTTP/2 stream ends with its connection. The
   * JDK repeats what the server left unprocessed only if it hears of that well before the end of
   * the connection; a server that closes right behind its GOAWAY fails a few in ten thousand.
   */
  HookHandler streamEnds() {
    return (self, args) -> {
      Lease<?> lease = leaseOf(self);
      if (self != null && lease != null && Internals.isUnprocessed(self)) {
        lease.unprocessed((Throwable) args[0]);
      }
      return null;
    };
  }

  /**
   * Whether the socket is open with nothing to read. If there is something, the connection is of no
   * use any more anyway.
   */
  private static boolean isQuiet(SocketChannel channel) {
    try {
      return !channel.isBlocking() && channel.read(STRAY.duplicate()) == 0;
    } catch (IOException broken) {
      return false;
    }
  }

  /** Before {@code Stream.receiveDataFrame(frame)}. */
  HookHandler frameArrives() {
    return (self, args) -> {
      if (Internals.endsStream(args[0])) {
        Lease<?> lease = leaseOf(self);
        if (self != null && lease != null) {
          lease.arrived(self);
        }
      }
      return null;
    };
  }

  /**
   * Before {@code Stream.connectionClosing(failure)}: any answer spares the stream. The JDK fails a
   * response that has arrived, but is not handed on yet, when the server closes behind it; a
   * connection that is used once is not closed so soon.
   */
  HookHandler connectionEnds() {
    return (self, args) -> {
      Lease<?> lease = leaseOf(self);
      return self != null && lease != null && lease.hasArrived(self) ? Boolean.TRUE : null;
    };
  }

  /** The request that a {@code Stream} carries, if it is one of ours. */
  private static @Nullable Lease<?> leaseOf(@Nullable Object stream) {
    Object exchange = stream == null ? null : Internals.exchange(stream);
    Object handler = exchange == null ? null : Internals.bodyHandler(exchange);
    return handler instanceof Lease ? (Lease<?>) handler : null;
  }

  /**
   * Before {@code PlainHttpConnection.connectAsync(Exchange)}: every TCP connection, also below TLS
   * and tunnels.
   */
  HookHandler connecting() {
    return (self, args) -> {
      Object handler = Internals.bodyHandler(args[0]);
      if (self == null || !(handler instanceof Lease)) {
        return null;
      }
      SocketChannel channel = Internals.channel(self);
      if (bySocket.containsKey(channel)) {
        return null; // called by itself, to try once more
      }
      Lease<?> lease = (Lease<?>) handler;
      lease.opens();
      Connection connection = new Connection(this, lease, channel, self, clock.nanoTime());
      bySocket.put(channel, connection);
      connection.lanes.connections().opened(connection);
      lease.opened(connection);
      return connection;
    };
  }

  /** After {@code PlainHttpConnection.connectAsync(Exchange)}. */
  HookHandler connected() {
    return (self, values) -> {
      Object returned = values[values.length - 3];
      Object entered = values[values.length - 1];
      if (!(entered instanceof Connection) || !(returned instanceof CompletableFuture)) {
        return null;
      }
      Connection connection = (Connection) entered;
      CompletableFuture<?> unused =
          ((CompletableFuture<?>) returned)
              .whenComplete(
                  (ok, failure) -> {
                    if (failure == null && connection.channel.isOpen()) {
                      connection.opened(clock.nanoTime());
                    } else {
                      connection.stats().failed();
                      // Some JDKs close nothing but the channel then, which no hook tells.
                      closed(connection.channel);
                    }
                  });
      return null;
    };
  }

  /**
   * After {@code finishConnect()} of a TLS connection, which follows on {@code connectAsync}: the
   * future that it returns is complete after the handshake. Only then can the connection come into
   * the JDK's pool, and does not if {@link #aborted} was first.
   */
  HookHandler handshake() {
    return (self, values) -> {
      Object returned = values[values.length - 3];
      Connection connection = self == null ? null : bySocket.get(Internals.channel(self));
      if (self == null || connection == null || !(returned instanceof CompletableFuture)) {
        return null;
      }
      connection.negotiates(Internals.negotiated(self));
      long start = clock.nanoTime();
      Object established =
          ((CompletableFuture<?>) returned)
              .thenApply(
                  ok -> {
                    connection.stats().handshaken(clock.nanoTime() - start);
                    if (!connection.establish()) {
                      throw new CompletionException(new IOException("Request cancelled"));
                    }
                    return ok;
                  });
      return established;
    };
  }

  /**
   * Before {@code ConnectionAborter.closeConnection(..)}: a request is given up while its
   * connection is opened. The JDK would close that under those who found it in the pool of HTTP/2
   * before the request has a stream of its own.
   */
  HookHandler aborted() {
    return (self, args) -> {
      Object opening = self == null ? null : Internals.opening(self);
      Connection connection = opening == null ? null : bySocket.get(Internals.channel(opening));
      return connection != null && !connection.abort() ? Boolean.TRUE : null;
    };
  }

  /**
   * Before {@code ConnectionPool.cleanup(connection, ..)}: the server closed, or spoke on, an idle
   * connection.
   */
  HookHandler died() {
    return (self, args) -> {
      Connection connection = bySocket.get(Internals.channel(args[0]));
      // A socket that is closed already was closed on this side, and the JDK hears of it as it
      // hears of the server's end.
      if (connection != null && connection.channel.isOpen()) {
        long idle = connection.idleNanos(clock.nanoTime());
        if (connection.closes(CloseReason.SERVER) && idle > 0) {
          connection.destination.serverClosedIdle(idle);
        }
      }
      return null;
    };
  }

  /** After {@code PlainHttpConnection.close(..)}. */
  HookHandler closed() {
    return (self, values) -> {
      if (self != null) {
        closed(Internals.channel(self));
      }
      return null;
    };
  }

  /** A socket is closed. Also called where we close one: inside a handler no hook fires. */
  void closed(SocketChannel channel) {
    Connection connection = bySocket.remove(channel);
    if (connection != null) {
      connection.lanes.connections().closed(connection);
      CloseReason reason = connection.closeReason();
      if (connection.wasOpened() && reason != CloseReason.LEAKED) { // which the domain has counted
        connection.stats().closed(reason);
      }
    }
  }
}
