package io.poolingagent.client.apache4.legacy;

import io.poolingagent.client.Members;
import io.poolingagent.client.apache4.CurrentRequest;
import io.poolingagent.pool.KeyParts;
import io.poolingagent.tls.TlsIdentities;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import javax.net.ssl.HostnameVerifier;
import org.apache.http.HttpHost;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.scheme.PlainSocketFactory;
import org.apache.http.conn.scheme.Scheme;
import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.conn.ssl.SSLSocketFactory;
import org.apache.http.impl.conn.DefaultClientConnectionOperator;
import org.apache.http.params.HttpParams;
import org.jspecify.annotations.Nullable;

/**
 * What of a manager and of a request's parameters takes part in establishing or trusting a
 * connection of a route. Read for each request: applications register their socket factories after
 * they have made the client.
 */
@SuppressWarnings("deprecation") // this API is why the class exists
final class Key {
  /** The parameters that a connection takes from the request that opens it. */
  private static final String[] PARAMETERS = {
    "http.tcp.nodelay",
    "http.socket.linger",
    "http.socket.buffer-size",
    "http.socket.reuseaddr",
    "http.socket.keepalive",
    "http.connection.max-line-length",
    "http.connection.max-header-count",
    "http.connection.max-status-line-garbage",
    "http.connection.min-chunk-limit",
    "http.protocol.element-charset",
    "http.malformed.input.action",
    "http.unmappable.input.action",
  };

  private static final String SYSTEM_DNS = "org.apache.http.impl.conn.SystemDefaultDnsResolver";
  private static final String ADAPTOR = "org.apache.http.conn.scheme.Scheme";

  private final TlsIdentities tls;
  private final MethodHandle schemeFactory;
  private final MethodHandle plainResolver;
  private final MethodHandle tlsFactory;
  private final MethodHandle tlsResolver;
  private final @Nullable MethodHandle protocols;
  private final @Nullable MethodHandle ciphers;
  private final @Nullable MethodHandle dns;
  private final ClassValue<@Nullable MethodHandle> adapted =
      new ClassValue<@Nullable MethodHandle>() {
        @Override
        protected @Nullable MethodHandle computeValue(Class<?> type) {
          try {
            return type.getName().startsWith(ADAPTOR) ? Members.getter(type, "factory") : null;
          } catch (ReflectiveOperationException unknown) {
            return null;
          }
        }
      };

  Key(TlsIdentities tls) throws ReflectiveOperationException {
    this.tls = tls;
    schemeFactory = Members.getter(Scheme.class, "socketFactory");
    plainResolver = Members.getter(PlainSocketFactory.class, "nameResolver");
    Class<?> type = SSLSocketFactory.class;
    tlsFactory = Members.getter(type, "socketfactory");
    tlsResolver = Members.getter(type, "nameResolver");
    boolean since43 = Members.has(type, "supportedProtocols");
    protocols = since43 ? Members.getter(type, "supportedProtocols") : null;
    ciphers = since43 ? Members.getter(type, "supportedCipherSuites") : null;
    dns =
        Members.has(DefaultClientConnectionOperator.class, "dnsResolver")
            ? Members.getter(DefaultClientConnectionOperator.class, "dnsResolver")
            : null;
  }

  /** The values of what a connection takes from the request that opens it, as text. */
  static String connectionParameters(HttpParams params) {
    StringBuilder text = new StringBuilder();
    for (String parameter : PARAMETERS) {
      Object value = params.getParameter(parameter);
      if (value != null) {
        text.append(parameter).append('=').append(value);
        if (value.getClass().getClassLoader() != null) {
          text.append('@').append(System.identityHashCode(value));
        }
        text.append(';');
      }
    }
    return text.toString();
  }

  /** Tells the key of the connections that a request may use; false if it cannot be told. */
  boolean describe(
      KeyParts key,
      SchemeRegistry schemes,
      Object operator,
      HttpRoute route,
      CurrentRequest.Taken request)
      throws Throwable {
    HttpHost proxy = route.getProxyHost();
    String name = route.getTargetHost().getSchemeName();
    String proxyName = proxy == null ? name : proxy.getSchemeName();
    Scheme scheme = schemes.get(name);
    Scheme proxyScheme = schemes.get(proxyName);
    if (scheme == null || proxyScheme == null) {
      return false;
    }
    key.value("api", "legacy");
    scheme(key, "socketFactory", scheme);
    if (proxyScheme != scheme) {
      scheme(key, "proxySocketFactory", proxyScheme);
    }
    Object resolver = dns == null ? null : (Object) dns.invokeExact(operator);
    if (resolver != null && !resolver.getClass().getName().equals(SYSTEM_DNS)) {
      key.identity("dnsResolver", resolver);
    } else {
      key.value("dnsResolver", null);
    }
    key.value("parameters", request.parameters);
    return true;
  }

  private void scheme(KeyParts key, String part, Scheme scheme) throws Throwable {
    Object factory = (Object) schemeFactory.invokeExact((Object) scheme);
    MethodHandle adaptee = adapted.get(factory.getClass());
    if (adaptee != null) {
      factory = (Object) adaptee.invokeExact(factory);
    }
    key.value(part + "Port", scheme.getDefaultPort());
    if (factory.getClass() == PlainSocketFactory.class
        && (Object) plainResolver.invokeExact(factory) == null) {
      key.value(part, "plain");
    } else if (factory.getClass() == SSLSocketFactory.class) {
      KeyParts inner = key.begin(part, "tls");
      tls(inner, (SSLSocketFactory) factory);
      key.end(inner);
    } else {
      key.identity(part, factory);
    }
  }

  /** The verifier can be replaced at any time, so it is read each time. */
  private void tls(KeyParts key, SSLSocketFactory factory) throws Throwable {
    Object jdk = (Object) tlsFactory.invokeExact((Object) factory);
    key.key("context", tls.of((javax.net.ssl.SSLSocketFactory) jdk))
        .key("verifier", tls.of((HostnameVerifier) factory.getHostnameVerifier()))
        .identity("nameResolver", (Object) tlsResolver.invokeExact((Object) factory))
        .value("protocols", text(protocols, factory))
        .value("ciphers", text(ciphers, factory));
  }

  private static @Nullable String text(@Nullable MethodHandle field, Object factory)
      throws Throwable {
    Object strings = field == null ? null : (Object) field.invokeExact(factory);
    return strings == null ? null : Arrays.toString((String[]) strings);
  }
}
