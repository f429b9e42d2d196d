package io.poolingagent.client.jdk;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.client.ClientAdapter;
import io.poolingagent.client.HookHandler;
import io.poolingagent.pool.Clock;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.SharedPool;
import io.poolingagent.weave.HookPoint;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What the hooks in {@code java.net.http} do; see the package's description. Thread-safe. */
public final class Adapter implements ClientAdapter {
  static final String CLIENT = "jdk";

  private final AgentContext context;
  private final PoolRegistry registry;
  private final Sightings sightings = new Sightings();
  private final Connections connections;

  /** What the last client shares, as the next one is mostly like it: found without a key. */
  private volatile @Nullable Latest latest;

  /** Made by the frame when a class of the JDK's client is first used with a hook. */
  public Adapter(AgentContext context) {
    Internals.check();
    this.context = context;
    this.registry = context.newRegistry(CLIENT);
    this.connections = new Connections(context.clock(), context::settings);
  }

  @Override
  public HookHandler handler(String hook) {
    switch (hook) {
      case Hooks.BUILD:
        return (builder, args) -> builder == null ? null : build(builder);
      case Hooks.HANDSHAKE:
        return connections.handshake();
      case Hooks.BODY:
        return (self, args) ->
            args[0] instanceof TrackedBody ? ((TrackedBody<?>) args[0]).needsExecutor() : null;
      case Hooks.EXCHANGE:
        return connections.checkOut();
      case Hooks.CONNECT:
        return connections.connecting();
      case Hooks.CONNECT + HookPoint.EXIT_SUFFIX:
        return connections.connected();
      case Hooks.STREAM_ENDS:
        return connections.streamEnds();
      case Hooks.FRAME:
        return connections.frameArrives();
      case Hooks.ABORTED:
        return connections.aborted();
      case Hooks.CONNECTION_ENDS:
        return connections.connectionEnds();
      case Hooks.DIED:
        return connections.died();
      case Hooks.AUTHENTICATION_BEGINS:
        return Credentials.requestFiltered();
      case Hooks.AUTHENTICATION_ANSWERED:
        return Credentials.responseFiltered();
      case Hooks.CREDENTIALS:
        return Credentials.remembered();
      case Hooks.COOKIES_ASKED:
        return Cookies.asked();
      case Hooks.COOKIES_TOLD:
        return Cookies.told();
      case Hooks.CLOSE:
        return connections.closed();
      default:
        throw new IllegalArgumentException(hook);
    }
  }

  /** The client in place of the one that the builder would make, or null to let it. */
  @Nullable PooledHttpClient build(Object builder) throws NoSuchAlgorithmException {
    if (Unhooked.building()) {
      return null;
    }
    Reason reason = whyNot();
    if (reason != null) {
      context.audit().leftAlone(CLIENT, reason, null);
      return null;
    }
    Configuration configuration = Configuration.of(builder);
    PoolKey tls = tls(configuration.sslContext); // before the key: it may change
    Latest last = latest;
    Configuration way = configuration.direct();
    SharedPool same = last == null ? null : last.poolOf(way, tls);
    if (last != null && same != null && mayShare(configuration)) {
      return pooled(configuration, new Membership(way, same, last.tls));
    }
    if (!mayShare(configuration)) {
      context.audit().leftAlone(CLIENT, Reason.AUTHENTICATOR, null);
      return null;
    }
    if (configuration.version.ordinal() > 1) {
      context.audit().leftAlone(CLIENT, Reason.UNVERIFIED_VERSION, "HTTP/3");
      return null;
    }
    PoolKey key = Key.of(way, context.tls());
    boolean seen = sightings.seenBefore(key);
    Configuration lending = seen ? null : configuration.lendingExecutor();
    if (lending != null) { // an executor that comes again has a lane that runs on it
      configuration = lending;
      way = lending.direct();
      key = Key.of(way, context.tls());
      seen = sightings.seenBefore(key);
    }
    if (!seen && !hasHardLimits(configuration)) {
      firstSighting(configuration, key);
      return null;
    }
    SharedPool pool = pool(way, key);
    if (pool == null) {
      context.audit().leftAlone(CLIENT, Reason.REGISTRY_FULL, null);
      return null;
    }
    Latest now = new Latest(pool, tls);
    latest = now;
    return pooled(configuration, new Membership(way, pool, now.tls));
  }

  private PooledHttpClient pooled(Configuration configuration, Membership membership) {
    context.audit().pooled(CLIENT);
    return new PooledHttpClient(configuration, membership, this);
  }

  private @Nullable Reason whyNot() {
    Reason reason = context.whyNotPooling(CLIENT);
    if (reason != null) {
      return reason;
    }
    List<String> excluded = context.settings().excludeCallers();
    return !excluded.isEmpty() && context.audit().calledFrom(excluded)
        ? Reason.CALLER_EXCLUDED
        : null;
  }

  /**
   * An operator's limit holds for the first client as well, unless it has a part that will not come
   * again.
   */
  private boolean hasHardLimits(Configuration configuration) {
    return !ownsExecutor(configuration) && context.settings().anyHardLimit();
  }

  /** Whether a lane for it would run on its executor. */
  private static boolean ownsExecutor(Configuration configuration) {
    return configuration.executor != null && !configuration.lendsExecutor;
  }

  private void firstSighting(Configuration configuration, PoolKey key) {
    Reason reason = ownsExecutor(configuration) ? Reason.CUSTOM_EXECUTOR : Reason.FIRST_SIGHTING;
    context.audit().leftAlone(CLIENT, reason, null);
    context.audit().wouldPoolBut(CLIENT, sightings.differencesToLatest(key));
  }

  private Lanes lanes(Configuration configuration, PoolKey key) {
    Configuration sealed = configuration.sealed(context.tls());
    if (!Key.of(sealed, context.tls()).equals(key)) {
      throw new IllegalStateException("the TLS context is being initialised anew");
    }
    if (configuration.cookieHandler != null || configuration.authenticator != null) {
      demandHooks();
    }
    return new Lanes(sealed, context.clock(), Internals.GRACEFUL_GOAWAY);
  }

  // ---- for the clients

  /** Whether requests are to be pooled at this moment. */
  boolean pooling() {
    return context.pooling(CLIENT);
  }

  /** Whether the credentials of such clients can be kept apart. */
  boolean mayShare(Configuration configuration) {
    return configuration.authenticator == null || Credentials.mayBeLent(configuration.proxy);
  }

  /** The pool of such clients, made anew if it had left; null if there is no room for it. */
  @Nullable SharedPool pool(Configuration configuration) {
    return pool(configuration, Key.of(configuration, context.tls()));
  }

  private @Nullable SharedPool pool(Configuration configuration, PoolKey key) {
    return registry.pool(key, () -> lanes(configuration, key));
  }

  Destination destination(Origin origin) {
    return context.destinations().of(origin);
  }

  Clock clock() {
    return context.clock();
  }

  /** What a context comes to at this moment. */
  PoolKey tls(SSLContext sslContext) {
    return context.tls().of(sslContext);
  }

  /** The hooks are needed that stand where few applications need them. */
  void demandHooks() {
    context.demandHooks();
  }

  /** A failure of ours after which the request went its own way. */
  void failed(Throwable failure) {
    context.errors().report("jdk: building a lane", failure);
  }
}
