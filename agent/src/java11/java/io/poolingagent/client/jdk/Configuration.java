package io.poolingagent.client.jdk;

import io.poolingagent.tls.TlsIdentities;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a builder was told when {@code build()} was called, with the JVM's defaults of that moment
 * in place of what it was not told, as the JDK resolves them then and not when a request is sent.
 * Immutable.
 */
final class Configuration {
  private static final @Nullable MethodHandle COOKIE_HANDLER =
      Internals.builderField("cookieHandler");
  private static final @Nullable MethodHandle CONNECT_TIMEOUT =
      Internals.builderField("connectTimeout");
  private static final @Nullable MethodHandle FOLLOW_REDIRECTS =
      Internals.builderField("followRedirects");
  private static final @Nullable MethodHandle PROXY = Internals.builderField("proxy");
  private static final @Nullable MethodHandle AUTHENTICATOR =
      Internals.builderField("authenticator");
  private static final @Nullable MethodHandle VERSION = Internals.builderField("version");
  private static final @Nullable MethodHandle EXECUTOR = Internals.builderField("executor");
  private static final @Nullable MethodHandle SSL_CONTEXT = Internals.builderField("sslContext");
  private static final @Nullable MethodHandle SSL_PARAMETERS = Internals.builderField("sslParams");
  private static final @Nullable MethodHandle LOCAL_ADDRESS = Internals.builderField("localAddr");

  private static final @Nullable InetSocketAddress DIRECTLY = null;

  final @Nullable CookieHandler cookieHandler;
  final @Nullable Duration connectTimeout;
  final HttpClient.Redirect followRedirects;

  /** The application's own; null if it set none. */
  final @Nullable ProxySelector userProxy;

  /** The one that requests ask; null if there is none at all. */
  final @Nullable ProxySelector proxy;

  /** Whether that is the application's: what it answers, and that it is asked, is its business. */
  private final boolean asks;

  /** Where an application's selector has sent a request, see {@link #towards}; null: nowhere. */
  private final @Nullable InetSocketAddress way;

  final @Nullable Authenticator authenticator;
  final HttpClient.Version version;
  final @Nullable Executor executor;

  /**
   * Whether requests borrow the executor for what is the application's, and their lane does without
   * it.
   */
  final boolean lendsExecutor;

  final SSLContext sslContext;
  final @Nullable SSLParameters sslParameters;
  final @Nullable InetAddress localAddress;

  private Configuration(Object builder, SSLContext defaultContext) {
    cookieHandler = (CookieHandler) Internals.read(COOKIE_HANDLER, builder);
    connectTimeout = (Duration) Internals.read(CONNECT_TIMEOUT, builder);
    HttpClient.Redirect redirects = (HttpClient.Redirect) Internals.read(FOLLOW_REDIRECTS, builder);
    followRedirects = redirects == null ? HttpClient.Redirect.NEVER : redirects;
    userProxy = (ProxySelector) Internals.read(PROXY, builder);
    proxy = userProxy == null ? ProxySelector.getDefault() : userProxy;
    asks = proxy != null && !Key.isOfJdk(proxy);
    way = null;
    authenticator = (Authenticator) Internals.read(AUTHENTICATOR, builder);
    HttpClient.Version asked = (HttpClient.Version) Internals.read(VERSION, builder);
    version = asked == null ? HttpClient.Version.HTTP_2 : asked;
    executor = (Executor) Internals.read(EXECUTOR, builder);
    lendsExecutor = false;
    sslContext = defaultContext;
    sslParameters = (SSLParameters) Internals.read(SSL_PARAMETERS, builder);
    localAddress = (InetAddress) Internals.read(LOCAL_ADDRESS, builder);
  }

  /**
   * Reads a builder.
   *
   * @throws NoSuchAlgorithmException if the JVM has no default TLS context; the builder would fail
   *     as well
   */
  static Configuration of(Object builder) throws NoSuchAlgorithmException {
    SSLContext context = (SSLContext) Internals.read(SSL_CONTEXT, builder);
    return new Configuration(builder, context == null ? SSLContext.getDefault() : context);
  }

  private Configuration(
      Configuration original,
      SSLContext context,
      @Nullable CookieHandler cookies,
      @Nullable Authenticator credentials,
      @Nullable Executor workers,
      boolean lends) {
    cookieHandler = cookies;
    connectTimeout = original.connectTimeout;
    followRedirects = original.followRedirects;
    userProxy = original.userProxy;
    proxy = original.proxy;
    asks = original.asks;
    way = original.way;
    authenticator = credentials;
    version = original.version;
    executor = workers;
    lendsExecutor = lends;
    sslContext = context;
    sslParameters = original.sslParameters;
    localAddress = original.localAddress;
  }

  private Configuration(Configuration original, @Nullable InetSocketAddress way) {
    cookieHandler = original.cookieHandler;
    connectTimeout = original.connectTimeout;
    followRedirects = original.followRedirects;
    proxy = way == null ? HttpClient.Builder.NO_PROXY : ProxySelector.of(way);
    userProxy = proxy;
    asks = false;
    this.way = way;
    authenticator = original.authenticator;
    version = original.version;
    executor = original.executor;
    lendsExecutor = original.lendsExecutor;
    sslContext = original.sslContext;
    sslParameters = original.sslParameters;
    localAddress = original.localAddress;
  }

  /** That of requests that go to their servers directly, where the application's selector says. */
  Configuration direct() {
    return asks ? new Configuration(this, DIRECTLY) : this;
  }

  /**
   * That of a request to this address. Where a selector of the application's decides on the proxy
   * it is asked, as the JDK asks it: once for each request, on the thread that sends it, and not
   * for a redirect. What it throws is the application's to see.
   *
   * @param known what this method or {@link #direct} answered before
   * @return {@code known} if the request goes the same way; null if the way is unknown to us
   */
  @Nullable Configuration towards(URI uri, Configuration known) {
    if (!asks || proxy == null) {
      return this;
    }
    List<Proxy> answer = proxy.select(uri);
    Proxy first = answer.isEmpty() ? Proxy.NO_PROXY : answer.get(0);
    SocketAddress address = first.type() == Proxy.Type.HTTP ? first.address() : null;
    return Objects.equals(address, known.way)
        ? known
        : address == null || address instanceof InetSocketAddress
            ? new Configuration(this, (InetSocketAddress) address)
            : null;
  }

  /**
   * The same for clients of one kind, with nothing that only one of them has: no cookie handler, no
   * authenticator and no executor that requests borrow, and a TLS context of equal content, since
   * none may change what the others trust by initialising its own anew.
   */
  Configuration sealed(TlsIdentities tls) {
    try {
      return new Configuration(
          this,
          tls.sealed(sslContext),
          Cookies.inPlaceOf(cookieHandler),
          Credentials.inPlaceOf(authenticator),
          lendsExecutor ? null : executor,
          lendsExecutor);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The same, to share a lane with clients that have other executors.
   *
   * @return null if there is no executor, or more than body handlers and subscribers would run on
   *     it
   */
  @Nullable Configuration lendingExecutor() {
    return executor == null || cookieHandler != null || authenticator != null
        ? null
        : new Configuration(this, sslContext, null, null, executor, true);
  }

  /** The executor that requests borrow; null if they do not. */
  @Nullable Executor lentExecutor() {
    return lendsExecutor ? executor : null;
  }

  /**
   * Whether it was told the very same objects, beside its TLS context. False says nothing: the
   * {@link Key} tells what else cannot be told apart.
   */
  boolean isSameAs(Configuration other) {
    return proxy == other.proxy
        && userProxy == other.userProxy
        && executor == other.executor
        && lendsExecutor == other.lendsExecutor
        && (cookieHandler == null) == (other.cookieHandler == null)
        && (authenticator == null) == (other.authenticator == null)
        && version == other.version
        && followRedirects == other.followRedirects
        && sslParameters == other.sslParameters
        && Objects.equals(connectTimeout, other.connectTimeout)
        && Objects.equals(localAddress, other.localAddress);
  }

  /**
   * The parameters as {@code HttpClient.sslParameters()} gives them out: a copy of its own for each
   * caller.
   */
  SSLParameters sslParametersCopy() {
    // The JDK's copy drops some properties, others in each version: let its builder make the copy.
    Object copier =
        HttpClient.newBuilder()
            .sslParameters(
                sslParameters == null ? sslContext.getDefaultSSLParameters() : sslParameters);
    return (SSLParameters) Objects.requireNonNull(Internals.read(SSL_PARAMETERS, copier));
  }

  /**
   * Builds a client of the JDK's with this configuration.
   *
   * @param workers runs its tasks; null for threads of its own
   */
  HttpClient build(@Nullable Executor workers) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .sslContext(sslContext)
            .followRedirects(followRedirects)
            .version(version)
            .proxy(proxy == null ? HttpClient.Builder.NO_PROXY : proxy);
    if (cookieHandler != null) {
      builder.cookieHandler(cookieHandler);
    }
    if (connectTimeout != null) {
      builder.connectTimeout(connectTimeout);
    }
    if (authenticator != null) {
      builder.authenticator(authenticator);
    }
    if (sslParameters != null) {
      builder.sslParameters(sslParameters);
    }
    if (localAddress != null) {
      bind(builder, localAddress);
    }
    if (workers != null) {
      builder.executor(workers);
    }
    return Unhooked.build(builder);
  }

  private static void bind(HttpClient.Builder builder, InetAddress address) {
    try {
      Method localAddress = HttpClient.Builder.class.getMethod("localAddress", InetAddress.class);
      localAddress.invoke(builder, address);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a builder has a local address but no way to set it", e);
    }
  }
}
