package io.poolingagent.client.okhttp3;

import io.poolingagent.pool.PoolKey;
import io.poolingagent.tls.TlsIdentities;
import java.net.Proxy;
import java.net.ProxySelector;
import java.util.List;
import java.util.Objects;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Address;
import okhttp3.Authenticator;
import okhttp3.CertificatePinner;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a client that takes part in establishing or trusting a connection. OkHttp compares
 * all of it itself before it reuses a connection, but for the socket factory, the ping interval
 * (baked into an HTTP/2 connection by its first client) and the proxy properties behind the JVM's
 * default selector.
 *
 * <p>What is not here (interceptors, cookies, cache, timeouts, redirects, authenticator,
 * dispatcher) acts per call and never touches a connection; connection-bound authentication is seen
 * by its header.
 */
final class Key {
  /** What the JVM's own proxy selector goes by: without any of these it names no proxy. */
  private static final String[] PROXY_HOSTS = {
    "http.proxyHost", "https.proxyHost", "proxyHost", "socksProxyHost",
  };

  private static final String[] PROXY_DETAILS = {
    "http.proxyPort",
    "https.proxyPort",
    "proxyPort",
    "socksProxyPort",
    "socksProxyVersion",
    "http.nonProxyHosts",
    "socksNonProxyHosts",
  };

  final Dns dns;
  final SocketFactory socketFactory;
  private final TlsIdentities identities;
  final @Nullable SSLSocketFactory sslSocketFactory;
  final @Nullable HostnameVerifier hostnameVerifier;
  final @Nullable CertificatePinner certificatePinner;
  final Authenticator proxyAuthenticator;
  final List<Protocol> protocols;
  final List<ConnectionSpec> connectionSpecs;
  final @Nullable ProxySelector proxySelector;
  final @Nullable Proxy proxy;
  final int pingIntervalMillis;
  final IdleLimits idleLimits;

  // Read when they are needed, before the key is published.
  private @Nullable PoolKey tls;
  private @Nullable String proxyProperties;
  private boolean proxyPropertiesRead;

  /** The part of a client that matters to connections for http or for https. */
  Key(
      OkHttpClient client,
      boolean https,
      int pingIntervalMillis,
      IdleLimits idleLimits,
      TlsIdentities identities) {
    this.identities = identities;
    this.dns = client.dns();
    this.socketFactory = client.socketFactory();
    this.sslSocketFactory = https ? client.sslSocketFactory() : null;
    this.hostnameVerifier = https ? client.hostnameVerifier() : null;
    this.certificatePinner = https ? client.certificatePinner() : null;
    this.proxyAuthenticator = client.proxyAuthenticator();
    this.protocols = client.protocols();
    this.connectionSpecs = client.connectionSpecs();
    this.proxySelector = client.proxySelector();
    this.proxy = client.proxy();
    this.pingIntervalMillis = pingIntervalMillis;
    this.idleLimits = idleLimits;
  }

  /** The same for the address that OkHttp has made of a client and a URL. */
  Key(Address address, int pingIntervalMillis, IdleLimits idleLimits, TlsIdentities identities) {
    this.identities = identities;
    this.dns = address.dns();
    this.socketFactory = address.socketFactory();
    this.sslSocketFactory = address.sslSocketFactory();
    this.hostnameVerifier = address.hostnameVerifier();
    this.certificatePinner = address.certificatePinner();
    this.proxyAuthenticator = address.proxyAuthenticator();
    this.protocols = address.protocols();
    this.connectionSpecs = address.connectionSpecs();
    this.proxySelector = address.proxySelector();
    this.proxy = address.proxy();
    this.pingIntervalMillis = pingIntervalMillis;
    this.idleLimits = idleLimits;
  }

  /** Whether clients with these two keys may use each other's connections. */
  boolean same(Key other) throws ReflectiveOperationException {
    return sameTls(other)
        && sameButForTls(other)
        && idleLimits.equals(other.idleLimits)
        && Objects.equals(proxyProperties(), other.proxyProperties());
  }

  /**
   * Whether both authenticate and trust alike, by what is in their factories and not by which they
   * are: "trust this certificate" is mostly built anew for each client. Also of one factory twice,
   * for its context may have been initialised anew in between.
   */
  boolean sameTls(Key other) {
    return tls().equals(other.tls());
  }

  private PoolKey tls() {
    PoolKey known = tls;
    if (known == null) {
      known = identities.of(sslSocketFactory);
      tls = known;
    }
    return known;
  }

  /**
   * Whether two keys differ in nothing but the socket factory for TLS, today's proxies and limits.
   */
  boolean sameButForTls(Key other) throws ReflectiveOperationException {
    return dns == other.dns
        && socketFactory == other.socketFactory
        && proxyAuthenticator == other.proxyAuthenticator
        && pingIntervalMillis == other.pingIntervalMillis
        && sameVerifier(other)
        && interchangeable(proxySelector, other.proxySelector)
        && Objects.equals(proxy, other.proxy)
        && protocols.equals(other.protocols)
        && connectionSpecs.equals(other.connectionSpecs)
        && Pins.same(certificatePinner, other.certificatePinner);
  }

  /**
   * The same as a key of the domain.
   *
   * @param withTls whether the socket factory for TLS is to be in it
   * @param pinner the one that stands for all that pin the same
   */
  PoolKey poolKey(boolean withTls, @Nullable CertificatePinner pinner) {
    PoolKey.Builder key = PoolKey.builder(Adapter.CLIENT);
    if (sslSocketFactory != null) { // else of another shape: http is not what keeps clients apart
      key.key("sslSocketFactory", withTls ? tls() : null)
          .key("hostnameVerifier", identities.of(hostnameVerifier))
          .identity("certificatePinner", pinner);
    }
    return key.identity("dns", dns)
        .identity("socketFactory", socketFactory)
        .identity("proxyAuthenticator", proxyAuthenticator)
        .value("protocols", protocols.toString())
        .value("connectionSpecs", connectionSpecs.toString())
        .config("proxySelector", proxySelector)
        .value("proxy", proxy == null ? null : proxy.toString())
        .value("proxyProperties", proxyProperties())
        .value("pingInterval", pingIntervalMillis)
        .value("idleLimits", idleLimits == IdleLimits.NONE ? null : idleLimits.toString())
        .build();
  }

  /** Whether it refers to no object of the application's. */
  boolean isPlain() {
    return isOwn(dns)
        && isOwn(socketFactory)
        && isOwn(hostnameVerifier)
        && isOwn(proxyAuthenticator)
        && isOwn(proxySelector)
        && proxy == null;
  }

  private static boolean isOwn(@Nullable Object part) {
    if (part == null) {
      return true;
    }
    ClassLoader loader = part.getClass().getClassLoader();
    return loader == null || part.getClass().getName().startsWith("okhttp3.");
  }

  private boolean sameVerifier(Key other) {
    return hostnameVerifier == other.hostnameVerifier
        || identities.of(hostnameVerifier).equals(identities.of(other.hostnameVerifier));
  }

  /** The same object, or two of one class without any state: see {@link PoolKey.Builder#config}. */
  private static boolean interchangeable(@Nullable Object a, @Nullable Object b) {
    return a == b
        || (a != null
            && b != null
            && a.getClass() == b.getClass()
            && PoolKey.isStateless(a.getClass()));
  }

  /**
   * A connection is made through the proxy that the selector named at the time; applications change
   * the properties at run time, and a client made afterwards goes by the new ones.
   */
  private @Nullable String proxyProperties() {
    if (proxyPropertiesRead) {
      return proxyProperties;
    }
    proxyProperties = readProxyProperties();
    proxyPropertiesRead = true;
    return proxyProperties;
  }

  private @Nullable String readProxyProperties() {
    if (proxy != null
        || proxySelector == null
        || !proxySelector.getClass().getName().startsWith("sun.net.")) {
      return null;
    }
    for (String host : PROXY_HOSTS) {
      if (System.getProperty(host) != null) {
        return setOf(PROXY_HOSTS) + setOf(PROXY_DETAILS);
      }
    }
    return null;
  }

  private static String setOf(String... properties) {
    StringBuilder set = new StringBuilder();
    for (String property : properties) {
      String value = System.getProperty(property);
      if (value != null) {
        set.append(property).append('=').append(value).append(' ');
      }
    }
    return set.toString();
  }
}
