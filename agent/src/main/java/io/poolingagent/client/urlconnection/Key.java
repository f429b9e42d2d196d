package io.poolingagent.client.urlconnection;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.PoolKey;
import java.net.HttpURLConnection;
import java.net.Proxy;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a request that takes part in establishing or trusting its connection. The JDK
 * compares the factory by identity, the proxy and the authenticator, and leaves the verifier and
 * the properties out.
 *
 * <p>What is not here (headers, cookies, redirects, timeouts, caches) acts per request and never
 * touches a connection; the socket's timeouts are set for each request.
 */
final class Key {
  final @Nullable SSLSocketFactory factory;

  /** What the factory's sockets trust at this moment: its context may be initialised anew. */
  final @Nullable PoolKey tls;

  final @Nullable HostnameVerifier verifier;
  final @Nullable Proxy proxy;
  final @Nullable Object authenticator;
  final @Nullable String protocols;
  final @Nullable String cipherSuites;

  /** The key of a request for http. */
  Key(@Nullable Proxy proxy, @Nullable HttpURLConnection connection) throws Throwable {
    this(null, null, null, proxy, connection, null, null);
  }

  /** The key of a request for https; the JDK reads the properties at each handshake. */
  Key(
      AgentContext context,
      @Nullable SSLSocketFactory factory,
      @Nullable HostnameVerifier verifier,
      @Nullable Proxy proxy,
      @Nullable HttpURLConnection connection)
      throws Throwable {
    this(
        factory,
        context.tls().of(factory),
        verifier,
        proxy,
        connection,
        System.getProperty("https.protocols"),
        System.getProperty("https.cipherSuites"));
  }

  private Key(
      @Nullable SSLSocketFactory factory,
      @Nullable PoolKey tls,
      @Nullable HostnameVerifier verifier,
      @Nullable Proxy proxy,
      @Nullable HttpURLConnection connection,
      @Nullable String protocols,
      @Nullable String cipherSuites)
      throws Throwable {
    this.factory = factory;
    this.tls = tls;
    this.verifier = verifier;
    this.proxy = proxy == null || proxy.type() == Proxy.Type.DIRECT ? null : proxy;
    this.authenticator = connection == null ? null : Internals.authenticator(connection);
    this.protocols = protocols;
    this.cipherSuites = cipherSuites;
  }

  /** The same as a key of the domain. */
  PoolKey poolKey(AgentContext context, @Nullable HttpURLConnection connection) throws Throwable {
    PoolKey.Builder key = PoolKey.builder(Adapter.CLIENT).identity("authenticator", authenticator);
    if (factory != null) {
      key.key("tls", tls)
          .key("verifier", context.tls().of(verifier))
          .value("protocols", protocols)
          .value("cipherSuites", cipherSuites);
    }
    if (proxy != null) {
      // A tunnel carries the credentials with which it was asked for.
      key.value("proxy", proxy.toString())
          .secret(
              "proxyAuthorization",
              connection == null
                  ? null
                  : Internals.requestHeader(connection, "Proxy-Authorization"));
    }
    return key.build();
  }
}
