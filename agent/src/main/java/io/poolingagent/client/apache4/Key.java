package io.poolingagent.client.apache4;

import io.poolingagent.client.Members;
import io.poolingagent.client.SameClass;
import io.poolingagent.client.SdkParts;
import io.poolingagent.pool.KeyParts;
import io.poolingagent.tls.TlsIdentities;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import org.apache.http.HttpHost;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.Lookup;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.Registry;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.apache.http.impl.conn.ManagedHttpClientConnectionFactory;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * What of a connection manager takes part in establishing or trusting a connection of a route. The
 * route itself (target, proxies, local address, tunnel) is compared when a connection is taken; a
 * socket timeout is set anew for each lease.
 *
 * <p>What is not here (cookies, credentials of the target, interceptors, redirects, retries,
 * timeouts) acts per request and never touches a connection; connection-bound authentication is
 * seen by its header.
 */
final class Key {
  private static final String PLAIN_SOCKETS = text(SocketConfig.custom().build());
  private static final String PLAIN_MESSAGES = text(ConnectionConfig.custom().build());

  private static final SameClass TLS = new SameClass(SSLConnectionSocketFactory.class);

  private final Internals internals;
  private final TlsIdentities tls;
  private final MethodHandle factory;
  private final MethodHandle verifier;
  private final MethodHandle protocols;
  private final MethodHandle ciphers;
  private final @Nullable Class<?> defaultVerifier;
  private final @Nullable MethodHandle publicSuffixes;

  Key(Internals internals, TlsIdentities tls) throws ReflectiveOperationException {
    this.internals = internals;
    this.tls = tls;
    Class<?> type = SSLConnectionSocketFactory.class;
    factory = Members.getter(type, "socketfactory");
    verifier = Members.getter(type, "hostnameVerifier");
    protocols = Members.getter(type, "supportedProtocols");
    ciphers = Members.getter(type, "supportedCipherSuites");
    defaultVerifier = Members.optional(type, "org.apache.http.conn.ssl.DefaultHostnameVerifier");
    publicSuffixes =
        defaultVerifier == null ? null : Members.getter(defaultVerifier, "publicSuffixMatcher");
  }

  /**
   * Tells the key of a manager's connections for a route.
   *
   * @param tunnelUser as in {@link CurrentRequest.Taken#tunnelUser}
   * @return false if it cannot be told what they depend on
   */
  boolean describe(KeyParts key, Object manager, HttpRoute route, @Nullable String tunnelUser)
      throws Throwable {
    Object operator = internals.operator(manager);
    if (operator == null) {
      return false;
    }
    HttpHost proxy = route.getProxyHost();
    SocketConfig sockets = sockets(manager, proxy != null ? proxy : route.getTargetHost());
    ConnectionConfig messages = messages(manager, route);
    Lookup<ConnectionSocketFactory> registry = internals.registry(operator);
    key.value("api", "builder");
    if (registry.getClass() == Registry.class) {
      String scheme = route.getTargetHost().getSchemeName();
      String proxyScheme = proxy == null ? scheme : proxy.getSchemeName();
      factory(key, "socketFactory", registry.lookup(scheme));
      if (!proxyScheme.equals(scheme)) {
        factory(key, "proxySocketFactory", registry.lookup(proxyScheme));
      }
    } else {
      key.identity("socketFactories", registry);
    }
    connections(key, internals.factory(manager));
    resolver(key, internals.dns(operator));
    key.identity("schemePortResolver", internals.ports(operator))
        .value("sockets", text(sockets))
        .value("messages", text(messages))
        .value("timeToLive", internals.timeToLiveNanos(manager))
        .secret("proxyUser", tunnelUser);
    return true;
  }

  private void resolver(KeyParts key, Object dns) {
    if (SdkParts.goesByItsFields(dns)) {
      key.key("dnsResolver", tls.ofOther(dns));
    } else {
      key.identity("dnsResolver", dns);
    }
  }

  /**
   * The library's own factory of connections is mostly one for all. Others are compared by what
   * they hold: those of Jersey and Jolokia are made anew for each client.
   */
  private void connections(KeyParts key, Object factory) {
    if (factory == ManagedHttpClientConnectionFactory.INSTANCE) {
      key.identity("connectionFactory", factory);
    } else {
      key.key("connectionFactory", tls.ofOther(factory));
    }
  }

  private void factory(KeyParts key, String part, @Nullable ConnectionSocketFactory sockets)
      throws Throwable {
    if (sockets == null || sockets.getClass() == PlainConnectionSocketFactory.class) {
      key.value(part, sockets == null ? null : "plain");
    } else if (TLS.is(sockets)) {
      KeyParts inner = key.begin(part, "tls");
      inner.key(
          "context", tls.of((SSLSocketFactory) (Object) factory.invokeExact((Object) sockets)));
      verifier(inner, (Object) verifier.invokeExact((Object) sockets));
      inner
          .value("protocols", text((Object) protocols.invokeExact((Object) sockets)))
          .value("ciphers", text((Object) ciphers.invokeExact((Object) sockets)));
      key.end(inner);
    } else if (SdkParts.goesByItsFields(sockets)) {
      key.key(part, tls.ofOther(sockets));
    } else {
      key.identity(part, sockets);
    }
  }

  /** The default verifier is made anew for each client, upon the one list of public suffixes. */
  private void verifier(KeyParts key, Object verifier) throws Throwable {
    if (publicSuffixes != null && verifier.getClass() == defaultVerifier) {
      KeyParts inner = key.begin("verifier", "default");
      inner.identity("publicSuffixes", (Object) publicSuffixes.invokeExact(verifier));
      key.end(inner);
    } else {
      key.key("verifier", tls.of((HostnameVerifier) verifier));
    }
  }

  private static @Nullable String text(@Nullable Object strings) {
    return strings == null ? null : Arrays.toString((String[]) strings);
  }

  /** The socket options for the first hop. */
  static SocketConfig sockets(Object manager, HttpHost host) {
    SocketConfig config = null;
    if (Internals.isPooling(manager)) {
      PoolingHttpClientConnectionManager pooling = (PoolingHttpClientConnectionManager) manager;
      config = pooling.getSocketConfig(host);
      if (config == null) {
        config = pooling.getDefaultSocketConfig();
      }
    } else {
      config = ((BasicHttpClientConnectionManager) manager).getSocketConfig();
    }
    return config == null ? SocketConfig.DEFAULT : config;
  }

  private static ConnectionConfig messages(Object manager, HttpRoute route) {
    ConnectionConfig config = null;
    if (Internals.isPooling(manager)) {
      PoolingHttpClientConnectionManager pooling = (PoolingHttpClientConnectionManager) manager;
      if (route.getProxyHost() != null) {
        config = pooling.getConnectionConfig(route.getProxyHost());
      }
      if (config == null) {
        config = pooling.getConnectionConfig(route.getTargetHost());
      }
      if (config == null) {
        config = pooling.getDefaultConnectionConfig();
      }
    } else {
      config = ((BasicHttpClientConnectionManager) manager).getConnectionConfig();
    }
    return config == null ? ConnectionConfig.DEFAULT : config;
  }

  /** No configuration of the library's has an equals. */
  private static String text(SocketConfig config) {
    if (config == SocketConfig.DEFAULT) {
      return PLAIN_SOCKETS;
    }
    String printed = config.toString(); // the timeout comes first, and is set for each lease
    return printed.substring(printed.indexOf("soReuseAddress"));
  }

  private static String text(ConnectionConfig config) {
    if (config == ConnectionConfig.DEFAULT) {
      return PLAIN_MESSAGES;
    }
    MessageConstraints constraints = config.getMessageConstraints();
    return config.getBufferSize()
        + ","
        + config.getFragmentSizeHint()
        + ","
        + config.getCharset()
        + ","
        + config.getMalformedInputAction()
        + ","
        + config.getUnmappableInputAction()
        + ","
        + (constraints == null ? -1 : constraints.getMaxHeaderCount())
        + ","
        + (constraints == null ? -1 : constraints.getMaxLineLength());
  }
}
