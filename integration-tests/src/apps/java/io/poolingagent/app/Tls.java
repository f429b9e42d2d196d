package io.poolingagent.app;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A TLS context that the application makes itself; it trusts what the JVM trusts. */
public final class Tls {

  private final SSLContext context;
  private final SSLSocketFactory factory;

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
      context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
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

  /** A certificate pin that matches nothing, another one for each name. */
  public static String pin(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return "sha256/" + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
