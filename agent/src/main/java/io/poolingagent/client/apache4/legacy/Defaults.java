package io.poolingagent.client.apache4.legacy;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.Members;
import io.poolingagent.tls.TrustDefaults;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import javax.net.ssl.SSLContext;
import org.apache.http.conn.ssl.SSLSocketFactory;
import org.apache.http.conn.ssl.X509HostnameVerifier;
import org.apache.http.params.BasicHttpParams;
import org.apache.http.params.HttpParams;
import org.jspecify.annotations.Nullable;

/**
 * What each client of this API makes anew and always the same: its parameters, for which it reads a
 * file in its jar, and TLS with the JVM's defaults.
 */
@SuppressWarnings("deprecation") // this API is why the class exists
final class Defaults {
  private final AgentContext context;
  private final @Nullable Constructor<SSLSocketFactory> ofFactory;
  private final MethodHandle copyParams;
  private volatile @Nullable HttpParams params;
  private volatile @Nullable Tls tls;

  private static final class Tls {
    final TrustDefaults trust;
    final javax.net.ssl.SSLSocketFactory factory;

    Tls(TrustDefaults trust, javax.net.ssl.SSLSocketFactory factory) {
      this.trust = trust;
      this.factory = factory;
    }
  }

  Defaults(AgentContext context) throws ReflectiveOperationException {
    this.context = context;
    this.copyParams = Members.method(BasicHttpParams.class, "copyParams", HttpParams.class);
    this.ofFactory = constructor();
  }

  /** Came with 4.2. 4.0 has one socket factory for all; 4.1 makes each client its own. */
  private static @Nullable Constructor<SSLSocketFactory> constructor() {
    try {
      return SSLSocketFactory.class.getConstructor(
          javax.net.ssl.SSLSocketFactory.class, X509HostnameVerifier.class);
    } catch (NoSuchMethodException before) {
      return null;
    }
  }

  /** A copy of the parameters that a client of the library's own class begins with, or null. */
  @Nullable Object params(Object client) throws Throwable {
    HttpParams known = params;
    return known == null || !isOfLibrary(client) ? null : copy(known);
  }

  /** A client has made its parameters. */
  void paramsMade(Object client, @Nullable Object made) throws Throwable {
    if (params == null && made instanceof BasicHttpParams && isOfLibrary(client)) {
      params = copy((HttpParams) made);
    }
  }

  /** Their own {@code copy()} shares the values with the original since 4.1. */
  private HttpParams copy(HttpParams original) throws Throwable {
    HttpParams copy = original.getClass().getConstructor().newInstance();
    copyParams.invokeExact((Object) original, (Object) copy);
    return copy;
  }

  /** The name is read from a file beside the client's class. */
  private static boolean isOfLibrary(Object client) {
    return client.getClass().getClassLoader() == HttpParams.class.getClassLoader()
        && client.getClass().getName().startsWith("org.apache.http.");
  }

  /**
   * What {@code SSLSocketFactory.getSocketFactory()} would make, upon TLS that is made once: the
   * object itself is the caller's, who may give it another verifier.
   */
  @Nullable Object socketFactory() throws Exception {
    Constructor<SSLSocketFactory> constructor = ofFactory;
    if (constructor == null) {
      return null;
    }
    Tls known = tls;
    if (known == null || !known.trust.areUnchanged()) {
      synchronized (this) {
        known = tls;
        if (known == null || !known.trust.areUnchanged()) {
          TrustDefaults trust = new TrustDefaults(context.clock());
          SSLContext made = SSLContext.getInstance("TLS");
          made.init(null, null, null);
          known = new Tls(trust, made.getSocketFactory());
          tls = known;
        }
      }
    }
    return constructor.newInstance(
        known.factory, SSLSocketFactory.BROWSER_COMPATIBLE_HOSTNAME_VERIFIER);
  }
}
