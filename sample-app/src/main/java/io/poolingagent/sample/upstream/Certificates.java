package io.poolingagent.sample.upstream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for localhost, made anew at each start by the JDK's keytool, and a trust store that
 * has it.
 */
final class Certificates {
  private static final char[] PASSWORD = "sample".toCharArray();

  private final KeyStore serverKey;
  private final Path trustStore;

  private Certificates(KeyStore serverKey, Path trustStore) {
    this.serverKey = serverKey;
    this.trustStore = trustStore;
  }

  /**
   * Makes both in a directory, which goes with the JVM.
   *
   * @throws IOException when keytool or the file system refuses
   */
  static Certificates makeIn(Path directory) throws IOException, GeneralSecurityException {
    directory.toFile().deleteOnExit();
    Path keyFile = directory.resolve("server.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-keysize", // Java 8 knows no -groupname
        "256",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1",
        "-validity",
        "30",
        "-storetype",
        "PKCS12",
        "-keystore",
        keyFile.toString(),
        "-storepass",
        new String(PASSWORD));
    keyFile.toFile().deleteOnExit();
    KeyStore serverKey = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyFile)) {
      serverKey.load(in, PASSWORD);
    }

    // The JDK's own certificates too: an application that starts up has all of them to read.
    KeyStore trusted = KeyStore.getInstance("JKS");
    try (InputStream in =
        Files.newInputStream(
            Paths.get(System.getProperty("java.home"), "lib", "security", "cacerts"))) {
      trusted.load(in, null);
    }
    trusted.setCertificateEntry("sample-upstream", serverKey.getCertificate("server"));
    Path trustStore = directory.resolve("truststore.jks");
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      trusted.store(out, PASSWORD);
    }
    trustStore.toFile().deleteOnExit();
    return new Certificates(serverKey, trustStore);
  }

  /** For {@code -Djavax.net.ssl.trustStore}; needs no password. */
  Path trustStore() {
    return trustStore;
  }

  SSLContext serverContext() throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(serverKey, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = Paths.get(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .lines()
            .collect(Collectors.joining(System.lineSeparator()));
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command[0] + " failed: " + output);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool ran", e);
    }
  }
}
