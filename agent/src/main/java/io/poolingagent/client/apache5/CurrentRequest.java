package io.poolingagent.client.apache5;

import io.poolingagent.client.HttpSemantics;
import io.poolingagent.config.HostSettings;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.Reuse;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.auth.SystemDefaultCredentialsProvider;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is about to execute on this thread, for the moment when it asks for a connection:
 * the library does not tell its manager what the connection is for.
 */
final class CurrentRequest {
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
    if (values[1] instanceof HttpRequest) {
      current.set(((HttpRequest) values[1]).getMethod()); // a minimal client: no proxies
    } else if (values[0] instanceof HttpRequest && values[1] instanceof ExecChain.Scope) {
      ExecChain.Scope scope = (ExecChain.Scope) values[1];
      HttpClientContext of = scope.clientContext;
      HttpRoute route = scope.route;
      String method = ((HttpRequest) values[0]).getMethod();
      boolean connectTimeoutMatters = route.isSecure() && internals.readsWithConnectTimeout();
      current.set(
          route.isTunnelled() || connectTimeoutMatters
              ? new @Nullable Object[] {
                method,
                route.isTunnelled() ? tunnelUser(route, of) : null,
                connectTimeoutMatters
                    ? of.getRequestConfig().getConnectTimeout().toMilliseconds()
                    : 0L
              }
              : method);
    }
    return null;
  }

  /** Whom a client would tell a proxy that it is: a digest, or an object that is equal to none. */
  private static @Nullable Object tunnelUser(HttpRoute route, HttpClientContext of) {
    CredentialsProvider provider = of.getCredentialsProvider();
    HttpHost proxy = route.getProxyHost();
    if (provider == null || proxy == null) {
      return null;
    }
    if (provider instanceof SystemDefaultCredentialsProvider
        || provider.getClass().getClassLoader() != HttpRoute.class.getClassLoader()) {
      return new Object(); // asking it may have effects
    }
    Credentials credentials = provider.getCredentials(new AuthScope(proxy), of);
    if (credentials == null) {
      return null;
    }
    if (credentials.getClass() != UsernamePasswordCredentials.class) {
      return new Object();
    }
    char[] password = credentials.getPassword();
    return PoolKey.builder("proxy")
        .value("user", ((UsernamePasswordCredentials) credentials).getUserName())
        .secret("password", password == null ? null : new String(password))
        .build();
  }

  /** Takes what was left; it knows nothing if the engine is one of the application's own. */
  Taken take() {
    Object left = current.get();
    if (left == null) {
      return Taken.UNKNOWN;
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
    static final Taken UNKNOWN = new Taken(null, null, 0);

    private final @Nullable String method;

    /** Whom it would tell the proxy of a tunnel that it is; null for nobody. */
    final @Nullable Object tunnelUser;

    /** 0 unless it is also what reading waits for. */
    final long connectTimeoutMillis;

    private Taken(@Nullable String method, @Nullable Object tunnelUser, long connectTimeoutMillis) {
      this.method = method;
      this.tunnelUser = tunnelUser;
      this.connectTimeoutMillis = connectTimeoutMillis;
    }

    /** For how long a connection may have been idle that is to carry it. */
    long maxIdleNanos(HostSettings settings, Reuse reuse) {
      if (method != null && HttpSemantics.isIdempotent(method)) {
        return reuse.isSecondTry() ? -1 : Long.MAX_VALUE;
      }
      return settings.maxIdleNanosOfNonIdempotent(reuse);
    }
  }
}
