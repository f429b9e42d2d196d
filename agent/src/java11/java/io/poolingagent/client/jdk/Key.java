package io.poolingagent.client.jdk;

import io.poolingagent.pool.PoolKey;
import io.poolingagent.tls.TlsIdentities;
import java.lang.reflect.Method;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Which clients may share a connection: those whose configurations cannot be told apart. TLS
 * contexts are compared by content; what is opaque (an executor that is not lent) counts as equal
 * only if it is the same object. Of a cookie handler, an authenticator, and an executor that is
 * lent, it matters whether there is one: each request brings its client's ({@link Cookies}, {@link
 * Credentials}, {@link ExecutorBody}); of a proxy selector of the application's, what it answers
 * ({@link Configuration#towards}). Not in the key: the builder's priority, which no version of the
 * JDK reads.
 */
final class Key {
  /** What a selector answers where there is no proxy. */
  static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  private static final Class<?> FIXED_PROXY = ProxySelector.of(null).getClass();
  private static final String JVM_WIDE_PROXIES = "sun.net.spi.DefaultProxySelector";
  private static final URI ANY = URI.create("http://localhost/");
  private static final @Nullable Method SIGNATURE_SCHEMES = getter("getSignatureSchemes");
  private static final @Nullable Method NAMED_GROUPS = getter("getNamedGroups");

  private Key() {}

  /** Whether a selector answers by its one proxy, or by the JVM's properties, and tells nobody. */
  static boolean isOfJdk(ProxySelector selector) {
    Class<?> type = selector.getClass();
    return type == FIXED_PROXY
        || (type.getName().equals(JVM_WIDE_PROXIES) && type.getClassLoader() == null);
  }

  /**
   * The key of a configuration; see {@link Credentials#mayBeLent} for one with an authenticator.
   */
  static PoolKey of(Configuration configuration, TlsIdentities tls) {
    PoolKey.Builder key =
        PoolKey.builder("jdk")
            .key("sslContext", tls.of(configuration.sslContext))
            .value("version", configuration.version)
            .value("followRedirects", configuration.followRedirects)
            .value("connectTimeout", configuration.connectTimeout)
            .value("localAddress", configuration.localAddress)
            .value("cookies", configuration.cookieHandler != null)
            .value("authenticator", configuration.authenticator != null)
            .value("lendsExecutor", configuration.lendsExecutor)
            .identity("executor", configuration.lendsExecutor ? null : configuration.executor);
    proxy(key, configuration.proxy);
    parameters(key, configuration.sslParameters);
    return key.build();
  }

  /**
   * {@link ProxySelector#of} gives a new selector at each call, though it always answers the same.
   */
  private static void proxy(PoolKey.Builder key, @Nullable ProxySelector selector) {
    List<Proxy> fixed =
        selector != null && selector.getClass() == FIXED_PROXY ? selector.select(ANY) : null;
    key.value("proxy", fixed != null && fixed.size() == 1 ? fixed.get(0) : null);
    key.identity("proxySelector", fixed != null && fixed.size() == 1 ? null : selector);
  }

  private static void parameters(PoolKey.Builder key, @Nullable SSLParameters parameters) {
    key.value("sslParameters", parameters == null ? null : canonical(parameters));
    key.identity(
        "algorithmConstraints", parameters == null ? null : parameters.getAlgorithmConstraints());
    Collection<SNIMatcher> matchers = parameters == null ? null : parameters.getSNIMatchers();
    key.identity("sniMatchers", matchers == null || matchers.isEmpty() ? null : parameters);
  }

  private static String canonical(SSLParameters p) {
    return String.join(
        "|",
        Arrays.toString(p.getCipherSuites()),
        Arrays.toString(p.getProtocols()),
        Arrays.toString(p.getApplicationProtocols()),
        String.valueOf(p.getServerNames()),
        String.valueOf(p.getEndpointIdentificationAlgorithm()),
        p.getNeedClientAuth() + "," + p.getWantClientAuth(),
        p.getUseCipherSuitesOrder() + "," + p.getEnableRetransmissions(),
        String.valueOf(p.getMaximumPacketSize()),
        names(SIGNATURE_SCHEMES, p),
        names(NAMED_GROUPS, p));
  }

  private static String names(@Nullable Method getter, SSLParameters parameters) {
    try {
      return getter == null ? "" : Arrays.toString((String[]) getter.invoke(parameters));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Method getter(String name) {
    try {
      return SSLParameters.class.getMethod(name);
    } catch (NoSuchMethodException olderJdk) {
      return null;
    }
  }
}
