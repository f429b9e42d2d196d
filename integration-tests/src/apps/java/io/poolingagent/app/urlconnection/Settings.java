package io.poolingagent.app.urlconnection;

import io.poolingagent.app.Config;
import io.poolingagent.app.Tls;
import io.poolingagent.app.TlsContent;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What an application sets on each of its connections: trust (default, certificate or all; without
 * it the system property {@code app.trust}, or certificate), sslContext and verifier (names of
 * instances), proxy, socks (host:port), authenticator, redirects, connectTimeout (ms), streaming.
 *
 * <p>Whoever trusts a certificate, or everything, does so with a context and a factory made anew,
 * as the helper methods that everybody copies do.
 */
final class Settings {
  private static final Certificate TRUSTED = trusted();

  private final @Nullable SSLSocketFactory factory;
  private final @Nullable HostnameVerifier verifier;
  private final @Nullable Proxy proxy;
  private final @Nullable Authenticator authenticator;
  private final boolean redirects;
  private final boolean streaming;
  private final int connectTimeout;
  private volatile @Nullable WeakReference<HttpURLConnection> last;

  Settings(Config config) throws GeneralSecurityException, IOException {
    factory = factory(config);
    verifier =
        config.has("verifier")
            ? config.instance("verifier", Accepting.class, () -> new Accepting(config))
            : null;
    String address = config.get("proxy");
    String socks = config.get("socks");
    proxy =
        socks != null
            ? proxy(Proxy.Type.SOCKS, socks)
            : address == null ? null : proxy(Proxy.Type.HTTP, address);
    String user = config.get("authenticator");
    authenticator =
        user == null
            ? null
            : config.instance("authenticator", Authenticator.class, () -> new Basic(user));
    redirects = !"false".equals(config.get("redirects"));
    streaming = config.has("streaming");
    connectTimeout = config.number("connectTimeout", 0);
  }

  private static @Nullable SSLSocketFactory factory(Config config)
      throws GeneralSecurityException, IOException {
    String described = config.get("tls");
    if (described != null) {
      return new TlsContent(described).context().getSocketFactory();
    }
    if (config.has("sslContext")) {
      // Another factory each time, as the JDK makes them.
      return config.instance("sslContext", Tls.class, Tls::new).context().getSocketFactory();
    }
    String trust = config.get("trust");
    if (trust == null) {
      trust = System.getProperty("app.trust", "certificate");
    }
    switch (trust) {
      case "default":
        return null;
      case "all":
        return context(new TrustManager[] {new TrustAll()}).getSocketFactory();
      case "certificate":
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", TRUSTED);
        TrustManagerFactory managers =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return context(managers.getTrustManagers()).getSocketFactory();
      default:
        throw new IllegalArgumentException(trust);
    }
  }

  private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return context;
  }

  private static Certificate trusted() {
    X509Certificate[] all = new Tls().trustManager().getAcceptedIssuers();
    return all[0];
  }

  private static Proxy proxy(Proxy.Type type, String address) {
    int colon = address.indexOf(':');
    return address.equals("none")
        ? Proxy.NO_PROXY
        : new Proxy(
            type,
            new InetSocketAddress(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
  }

  HttpURLConnection open(String address) throws IOException, ReflectiveOperationException {
    URL url = new URL(address);
    HttpURLConnection connection =
        (HttpURLConnection) (proxy == null ? url.openConnection() : url.openConnection(proxy));
    if (connection instanceof HttpsURLConnection) {
      if (factory != null) {
        ((HttpsURLConnection) connection).setSSLSocketFactory(factory);
      }
      if (verifier != null) {
        ((HttpsURLConnection) connection).setHostnameVerifier(verifier);
      }
    }
    if (authenticator != null) {
      // Came with Java 9.
      HttpURLConnection.class
          .getMethod("setAuthenticator", Authenticator.class)
          .invoke(connection, authenticator);
    }
    connection.setInstanceFollowRedirects(redirects);
    connection.setConnectTimeout(connectTimeout);
    last = new WeakReference<>(connection);
    return connection;
  }

  boolean streams() {
    return streaming;
  }

  void disconnect() {
    HttpURLConnection connection = last == null ? null : last.get();
    if (connection != null) {
      connection.disconnect();
    }
  }

  /** A verifier with state: the name that the test gave it. */
  private static final class Accepting implements HostnameVerifier {
    private final String name;

    Accepting(Config config) {
      this.name = String.valueOf(config.get("verifier"));
    }

    @Override
    public boolean verify(String host, SSLSession session) {
      return !name.startsWith("strict");
    }
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final class Basic extends Authenticator {
    private final String user;

    Basic(String user) {
      this.user = user;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      return new PasswordAuthentication(user, "secret".toCharArray());
    }
  }
}
