package io.poolingagent.client.apache5;

import io.poolingagent.client.HttpSemantics;
import io.poolingagent.config.HostSettings;
import io.poolingagent.pool.Reuse;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is about to execute on this thread, for the moment when it asks for a connection:
 * the library does not tell its manager what the connection is for.
 */
final class CurrentRequest {
  /**
   * Socket factories for one request only, until 5.3: no part of the pool's key, so nothing is
   * known of such a request here.
   */
  private static final String OTHER_FACTORIES = "http.socket-factory-registry";

  private final Internals internals;

  /**
   * The method; or that, the user of the proxy, and the connect timeout. Only the JDK's types and
   * the agent's, for it stays on the thread if the request asks somebody else.
   */
  private final ThreadLocal<@Nullable Object> current = new ThreadLocal<>();

  CurrentRequest(Internals internals) {
    this.internals = internals;
  }

  /** A request is about to ask for a connection. */
  @Nullable Object begins(@Nullable Object self, Object[] values) {
    if (values[1] instanceof HttpRequest) { // a minimal client: no proxies
      String method = ((HttpRequest) values[1]).getMethod();
      current.set(bringsFactories(values[2]) ? null : method);
    } else if (values[0] instanceof HttpRequest && values[1] instanceof ExecChain.Scope) {
      ExecChain.Scope scope = (ExecChain.Scope) values[1];
      String method = ((HttpRequest) values[0]).getMethod();
      current.set(bringsFactories(scope.clientContext) ? null : known(method, scope));
    }
    return null;
  }

  private Object known(String method, ExecChain.Scope scope) {
    HttpClientContext context = scope.clientContext;
    HttpRoute route = scope.route;
    boolean connectTimeoutMatters = route.isSecure() && internals.readsWithConnectTimeout();
    return route.isTunnelled() || connectTimeoutMatters
        ? new @Nullable Object[] {
          method,
          route.isTunnelled() ? TunnelUser.foretold(route, context) : null,
          connectTimeoutMatters
              ? context.getRequestConfig().getConnectTimeout().toMilliseconds()
              : 0L
        }
        : method;
  }

  /** Whether a request brings socket factories of its own. */
  static boolean bringsFactories(Object context) {
    return context instanceof HttpContext
        && ((HttpContext) context).getAttribute(OTHER_FACTORIES) != null;
  }

  /** Takes what was left; null for a request that must not share, and for an unknown engine's. */
  @Nullable Taken take() {
    Object left = current.get();
    if (left == null) {
      return null;
    }
    current.set(null);
    if (left instanceof String) {
      return new Taken((String) left, null, 0);
    }
    @Nullable Object[] values = (@Nullable Object[]) left;
    return new Taken((String) values[0], values[1], values[2] == null ? 0 : (Long) values[2]);
  }

  /** What is known of a request. */
  static final class Taken {
    private final String method;

    /** Whom it would tell the proxy of a tunnel that it is; null for nobody. */
    final @Nullable Object tunnelUser;

    /** 0 unless it is also what reading waits for. */
    final long connectTimeoutMillis;

    private Taken(String method, @Nullable Object tunnelUser, long connectTimeoutMillis) {
      this.method = method;
      this.tunnelUser = tunnelUser;
      this.connectTimeoutMillis = connectTimeoutMillis;
    }

    /** For how long a connection may have been idle that is to carry it. */
    long maxIdleNanos(HostSettings settings, Reuse reuse) {
      if (HttpSemantics.isIdempotent(method)) {
        return reuse.isSecondTry() ? -1 : Long.MAX_VALUE;
      }
      return settings.maxIdleNanosOfNonIdempotent(reuse);
    }
  }
}
