package io.poolingagent.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A TLS context made anew from a description, {@code name=value;...}, as applications do for each
 * request: stores loaded from their files, factories, managers of classes of its own.
 *
 * <ul>
 *   <li>{@code protocol}: TLS by default
 *   <li>{@code extra}: the number of a certificate of the JDK's to trust beside the JVM's trust
 *       store
 *   <li>{@code manager}: {@code jdk}, {@code pinned} (around the JDK's, with a final {@code
 *       field}), {@code mutable} (with one that is not), {@code anonymous}, {@code all} (trusts
 *       everything), {@code nobody} (nothing)
 *   <li>{@code key}: the number of a client key in the folder {@code tls.keys}, under the name
 *       {@code alias}; {@code wrong} takes the private key of another one, so that no handshake can
 *       succeed
 *   <li>{@code timeout}: of sessions, in seconds
 *   <li>{@code keep}, {@code again}, {@code same}: remembers the context by a name, initialises
 *       that one anew, takes that one as it is
 * </ul>
 */
public final class TlsContent {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static final Map<String, SSLContext> KEPT = new ConcurrentHashMap<>();

  /** The test CA's, as an application has it in its resources. */
  private static volatile byte @Nullable [] certificate;

  private final Map<String, String> description = new HashMap<>();
  private final X509TrustManager trustManager;
  private final SSLContext context;

  /** Makes a new context. */
  public TlsContent(String description) {
    for (String part : description.split(";")) {
      if (!part.isEmpty()) {
        this.description.put(
            part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
      }
    }
    try {
      trustManager = newTrustManager();
      SSLContext same = KEPT.get(get("same", ""));
      if (same != null) {
        context = same;
        return;
      }
      SSLContext again = KEPT.get(get("again", ""));
      context = again == null ? SSLContext.getInstance(get("protocol", "TLS")) : again;
      KEPT.put(get("keep", "nothing"), context);
      SSLSessionContext sessions = context.getClientSessionContext();
      if (again != null && sessions != null) {
        for (byte[] id : Collections.list(sessions.getIds())) {
          SSLSession session = sessions.getSession(id);
          if (session != null) {
            session.invalidate(); // one that is resumed asks no trust manager
          }
        }
      }
      context.init(keyManagers(), new TrustManager[] {trustManager}, null);
      if (this.description.containsKey("timeout")) {
        context.getClientSessionContext().setSessionTimeout(Integer.parseInt(get("timeout", "")));
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The context. */
  public SSLContext context() {
    return context;
  }

  /** Whom the context trusts. */
  public X509TrustManager trustManager() {
    return trustManager;
  }

  private X509TrustManager newTrustManager() throws IOException, GeneralSecurityException {
    String field = get("field", "");
    switch (get("manager", "jdk")) {
      case "all":
        return new Everything();
      case "nobody":
        return new Nobody();
      case "pinned":
        return new Pinned(jdk(), field);
      case "mutable":
        return new Mutable(jdk(), field);
      case "anonymous":
        return anonymous(jdk(), field);
      case "one":
        return one();
      default:
        return jdk();
    }
  }

  /** A verifier of a description: {@code any}, or {@code only:} and a host. */
  public static HostnameVerifier verifier(String description) {
    if (description.equals("any")) {
      return (host, session) -> true;
    }
    String only = description.substring(description.indexOf(':') + 1);
    return (host, session) -> host.equals(only) || host.equals("localhost");
  }

  private String get(String part, String otherwise) {
    return description.getOrDefault(part, otherwise);
  }

  private X509TrustManager jdk() throws IOException, GeneralSecurityException {
    KeyStore trusted = load(trustStore(), trustStorePassword());
    String extra = description.get("extra");
    if (extra != null) {
      TrustManagerFactory all = TrustManagerFactory.getInstance("PKIX");
      all.init(
          load(Paths.get(System.getProperty("java.home"), "lib", "security", "cacerts"), null));
      X509Certificate[] certificates =
          ((X509TrustManager) all.getTrustManagers()[0]).getAcceptedIssuers();
      trusted.setCertificateEntry("extra", certificates[Integer.parseInt(extra)]);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  /** As most write it who trust one certificate: read, put into an empty store, trusted. */
  private static X509TrustManager one() throws IOException, GeneralSecurityException {
    byte[] bytes = certificate;
    if (bytes == null) {
      bytes = load(trustStore(), trustStorePassword()).getCertificate("ca").getEncoded();
      certificate = bytes;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes)));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private static Path trustStore() {
    return Paths.get(System.getProperty("javax.net.ssl.trustStore"));
  }

  private static char[] trustStorePassword() {
    return System.getProperty("javax.net.ssl.trustStorePassword").toCharArray();
  }

  private KeyManager @Nullable [] keyManagers() throws IOException, GeneralSecurityException {
    String number = description.get("key");
    if (number == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("JKS"); // it does not look whether key and chain belong
    store.load(null, null);
    Certificate[] chain = client(number).getCertificateChain("client");
    Key key = client(get("wrong", number)).getKey("client", PASSWORD);
    store.setKeyEntry(get("alias", "client"), key, PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore client(String number) throws IOException, GeneralSecurityException {
    return load(Paths.get(System.getProperty("tls.keys"), "client" + number + ".p12"), PASSWORD);
  }

  private static KeyStore load(Path file, char @Nullable [] password)
      throws IOException, GeneralSecurityException {
    // Of both kinds the "JKS" of the JDK reads either, since 8.
    KeyStore store = KeyStore.getInstance("JKS");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    return store;
  }

  /** Its field makes it equal to itself only. */
  private static final class Nobody implements X509TrustManager {
    private int asked;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("asked " + ++asked);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("asked " + ++asked);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final class Everything implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static class Delegating implements X509TrustManager {
    private final X509TrustManager delegate;

    Delegating(X509TrustManager delegate) {
      this.delegate = delegate;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      delegate.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      delegate.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return delegate.getAcceptedIssuers();
    }
  }

  private static final class Pinned extends Delegating {
    private final String field;

    Pinned(X509TrustManager delegate, String field) {
      super(delegate);
      this.field = field;
    }

    @Override
    public String toString() {
      return field;
    }
  }

  private static final class Mutable extends Delegating {
    private String field;

    Mutable(X509TrustManager delegate, String field) {
      super(delegate);
      this.field = field;
    }

    @Override
    public String toString() {
      field = field + ".";
      return field;
    }
  }

  /** It captures a field, and, as compilers before 18 do it, this object. */
  private X509TrustManager anonymous(X509TrustManager delegate, String field) {
    return new Delegating(delegate) {
      @Override
      public String toString() {
        return field;
      }
    };
  }
}
