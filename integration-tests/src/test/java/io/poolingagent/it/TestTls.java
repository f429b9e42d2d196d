package io.poolingagent.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates of the test servers; see {@code resources/tls/README.md}. */
public final class TestTls {

  /** Of every store. */
  public static final String PASSWORD = "changeit";

  private TestTls() {}

  /**
   * A fresh server context: certificate for localhost, a.test, b.test and 127.0.0.1; trusts the
   * test CA for client keys.
   */
  public static SSLContext server() {
    return context("server.p12");
  }

  /** A fresh context that trusts the test CA and can present a client key. */
  public static SSLContext client() {
    return context("client.p12");
  }

  /** The file to name in {@code javax.net.ssl.trustStore}. */
  public static Path trustStore() {
    return file("trust.p12");
  }

  /** JVM flags that make the test CA the default trust of a forked application. */
  public static String[] trustFlags() {
    return new String[] {
      "-Djavax.net.ssl.trustStore=" + trustStore(),
      "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
      "-Djavax.net.ssl.trustStoreType=PKCS12"
    };
  }

  /** A store of the folder {@code resources/tls} as a file. */
  public static Path file(String name) {
    URL url = Objects.requireNonNull(TestTls.class.getResource("/tls/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens a store of the folder {@code resources/tls}. */
  public static KeyStore store(String name) {
    try (InputStream in = file(name).toUri().toURL().openStream()) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Chain and key of {@link #server}, as servers read them that are not written in Java. */
  public static String serverPem() {
    try {
      KeyStore store = store("server.p12");
      StringBuilder pem = new StringBuilder();
      for (Certificate certificate : store.getCertificateChain("server")) {
        pem.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
      Key key = store.getKey("server", PASSWORD.toCharArray());
      return pem.append(pem("PRIVATE KEY", key.getEncoded())).toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The test CA's certificate, for servers that ask for client keys. */
  public static String authorityPem() {
    try {
      return pem("CERTIFICATE", store("trust.p12").getCertificate("ca").getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String type, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }

  /** A fresh context with the keys of this store of the folder; it trusts the test CA. */
  public static SSLContext context(String keys) {
    try {
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(store(keys), PASSWORD.toCharArray());
      TrustManagerFactory trustManagers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trustManagers.init(store("trust.p12"));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
