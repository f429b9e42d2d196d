package io.poolingagent.app;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A TLS context that the application makes itself; it trusts what the JVM trusts. No two are equal
 * by content; {@link TlsContent} makes some that are.
 */
public final class Tls {
  private static final AtomicInteger MADE = new AtomicInteger();

  private final SSLContext context;
  private final SSLSocketFactory factory;
  private final X509TrustManager trustManager;

  /** Makes a new context. */
  public Tls() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      try (InputStream in =
          Files.newInputStream(Paths.get(System.getProperty("javax.net.ssl.trustStore")))) {
        trusted.load(in, System.getProperty("javax.net.ssl.trustStorePassword").toCharArray());
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      trustManager = (X509TrustManager) managers.getTrustManagers()[0];
      context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      context.getClientSessionContext().setSessionTimeout(80_000 - MADE.incrementAndGet());
      factory = context.getSocketFactory();
    } catch (java.io.IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The context. */
  public SSLContext context() {
    return context;
  }

  /** One socket factory of the context, always the same. */
  public SSLSocketFactory socketFactory() {
    return factory;
  }

  /** Whom the context trusts. */
  public X509TrustManager trustManager() {
    return trustManager;
  }

  /**
   * A certificate pin that matches nothing, another one for each name; SHA-1 is all that 3.0 knows.
   */
  public static String pin(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
      return "sha1/" + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
