package io.poolingagent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent and its libraries from below {@code agent/} in the agent's own jar, where they
 * lie as {@code .classdata}: no other loader can find them, and they see nothing of the
 * application. The parent is the platform loader.
 *
 * <p>Resources are answered through a URL protocol of our own: {@code jar:} URLs go through a cache
 * that applications are known to disable or to close.
 */
public final class AgentClassLoader extends ClassLoader {

  private static final String ROOT = "agent/";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;

  /**
   * @param jar the agent's jar
   * @throws IOException if it cannot be opened
   */
  public AgentClassLoader(File jar) throws IOException {
    super(topmost(ClassLoader.getSystemClassLoader()));
    // Unverified: checking signatures would load the JVM's security providers before the
    // application.
    this.jar = new JarFile(jar, false);
  }

  /**
   * Of the system loader that is the platform loader, on Java 8 the extension loader. There may be
   * more between them: an application may name a system loader of its own, whose parent is the
   * JVM's.
   */
  static ClassLoader topmost(ClassLoader loader) {
    ClassLoader parent = loader.getParent();
    return parent == null ? loader : topmost(parent);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = read(name.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    int dot = name.lastIndexOf('.');
    if (dot > 0 && getPackage(name.substring(0, dot)) == null) {
      try {
        definePackage(name.substring(0, dot), null, null, null, null, null, null, null);
      } catch (IllegalArgumentException definedMeanwhile) {
        // another thread was quicker
      }
    }
    // The agent's own domain, so that a security policy speaks of the agent jar.
    return defineClass(name, bytes, 0, bytes.length, PoolingAgent.class.getProtectionDomain());
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = read(name);
    return bytes != null ? new ByteArrayInputStream(bytes) : super.getResourceAsStream(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    byte[] bytes = read(name);
    if (bytes == null) {
      return null;
    }
    try {
      return new URL(null, "pooling-agent:/" + name, new BytesHandler(bytes));
    } catch (IOException malformed) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return found == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(found));
  }

  private byte @Nullable [] read(String name) {
    String hidden = name.endsWith(".class") ? name + "data" : name;
    JarEntry entry = jar.getJarEntry(ROOT + hidden);
    if (entry == null || entry.isDirectory()) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.max(1024, entry.getSize()));
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    } catch (IOException unreadable) {
      return null;
    }
  }

  private static final class BytesHandler extends URLStreamHandler {
    private final byte[] bytes;

    BytesHandler(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(bytes);
        }
      };
    }
  }
}
