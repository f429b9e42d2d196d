package io.poolingagent.app.loaders;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A container of web applications, each in a child-first loader with its own copy of OkHttp. Reads
 * commands from standard input:
 *
 * <ul>
 *   <li>{@code deploy NAME CLASS URL}: a {@code Callable} that is an {@code AutoCloseable}
 *   <li>{@code call NAME TIMES}
 *   <li>{@code undeploy NAME}: forgets the application
 *   <li>{@code await NAME SECONDS}: answers whether its loader was collected in that time
 * </ul>
 */
public final class Container {

  private final URL[] application;
  private final Map<String, Callable<?>> deployed = new HashMap<>();
  private final Map<String, WeakReference<ClassLoader>> loaders = new HashMap<>();

  private Container(URL[] application) {
    this.application = application;
  }

  /** The argument: the class path of a web application. */
  public static void main(String[] arguments) throws Exception {
    String[] entries = arguments[0].split(File.pathSeparator);
    URL[] urls = new URL[entries.length];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = new File(entries[i]).toURI().toURL();
    }
    Container container = new Container(urls);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(container.command(line.split(" ")));
    }
    System.exit(0);
  }

  private String command(String[] words) throws Exception {
    String name = words[1];
    switch (words[0]) {
      case "deploy":
        deploy(name, words[2], words[3]);
        return "deployed";
      case "call":
        return call(name, Integer.parseInt(words[2]));
      case "undeploy":
        undeploy(name);
        return "undeployed";
      case "await":
        return await(name, Integer.parseInt(words[2])) ? "collected" : "still there";
      default:
        throw new IllegalArgumentException(words[0]);
    }
  }

  private void deploy(String name, String type, String url) throws Exception {
    ClassLoader loader = new ChildFirst(application, Container.class.getClassLoader());
    loaders.put(name, new WeakReference<>(loader));
    deployed.put(
        name, (Callable<?>) loader.loadClass(type).getConstructor(String.class).newInstance(url));
  }

  private String call(String name, int times) throws Exception {
    Callable<?> shop = deployed.get(name);
    if (shop == null) {
      throw new IllegalStateException(name + " is not deployed");
    }
    // As containers do: the application's loader is the context of its request threads.
    Thread thread = Thread.currentThread();
    ClassLoader outside = thread.getContextClassLoader();
    thread.setContextClassLoader(shop.getClass().getClassLoader());
    try {
      Object last = "";
      for (int i = 0; i < times; i++) {
        last = shop.call();
      }
      return "answered " + last;
    } finally {
      thread.setContextClassLoader(outside);
    }
  }

  private void undeploy(String name) throws Exception {
    Callable<?> shop = deployed.remove(name);
    if (shop instanceof AutoCloseable) {
      ((AutoCloseable) shop).close();
    }
  }

  private boolean await(String name, int seconds) throws InterruptedException {
    WeakReference<ClassLoader> loader = loaders.get(name);
    if (loader == null) {
      throw new IllegalStateException(name + " was never deployed");
    }
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (loader.get() != null && System.nanoTime() - end < 0) {
      System.gc();
      Thread.sleep(200);
    }
    return loader.get() == null;
  }

  /** As web application loaders are: its own classes first, but for the JDK's. */
  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null && !name.startsWith("java.")) {
          try {
            loaded = findClass(name);
          } catch (ClassNotFoundException notMine) {
            loaded = null;
          }
        }
        return loaded != null ? loaded : super.loadClass(name, resolve);
      }
    }
  }
}
