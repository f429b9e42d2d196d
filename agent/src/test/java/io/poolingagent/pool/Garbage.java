package io.poolingagent.pool;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;

/** What tests of weak references need. */
public final class Garbage {

  private Garbage() {}

  /** A class to load again. */
  public static final class Empty {
    public Empty() {}
  }

  /** Collects garbage until the condition holds; fails after ten seconds. */
  public static void awaitCollected(Callable<Boolean> condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    try {
      while (!condition.call()) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError("was not collected");
        }
        System.gc();
        Thread.onSpinWait();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The same class, as a web application would load it. */
  static Class<?> inLoaderOfItsOwn(Class<?> type) throws ClassNotFoundException {
    ClassLoader childFirst =
        new ClassLoader(type.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(type.getName())) {
              return super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
              byte[] bytes = in.readAllBytes();
              return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
              throw new ClassNotFoundException(name, e);
            }
          }
        };
    return childFirst.loadClass(type.getName());
  }
}
