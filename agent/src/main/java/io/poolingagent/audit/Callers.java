package io.poolingagent.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks down the stack of the current thread. Costs microseconds, so it is for a sample of the
 * calls, or for all of them only when the operator excluded callers. Thread-safe.
 */
public abstract class Callers {
  /** Frames that say nothing about who wanted the client: ours, the JDK's, and the libraries'. */
  private static final String[] SKIPPED = {
    "io.poolingagent.agent.",
    "io.poolingagent.audit.",
    "io.poolingagent.client.",
    "io.poolingagent.pool.",
    "io.poolingagent.weave.",
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "kotlin.",
    "okhttp3.",
    "org.apache.http.",
    "org.apache.hc.",
    "org.apache.commons.httpclient.",
  };

  Callers() {}

  /** The cheapest way that this JVM has: a lazy walk since Java 9, a filled exception on Java 8. */
  public static Callers ofThisJvm() {
    try {
      Class.forName("java.lang.StackWalker");
      return (Callers)
          Class.forName("io.poolingagent.audit.StackWalkerCallers")
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException | LinkageError java8) {
      return new ThrowableCallers();
    }
  }

  /** The innermost frame that is neither ours nor the JDK's nor a client library's, or null. */
  abstract @Nullable StackTraceElement caller();

  /**
   * Whether any frame belongs to one of these classes or packages.
   *
   * @param names such as {@code com.acme.sdk} or {@code com.acme.Importer}
   */
  public abstract boolean calledFrom(List<String> names);

  static boolean tells(String className) {
    for (String each : SKIPPED) {
      if (className.startsWith(each)) {
        return false;
      }
    }
    return true;
  }

  /**
   * A whole name, or a package or enclosing class of it; {@code com.acme} is not in com.acmeother.
   */
  static boolean within(String className, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (className.startsWith(name)
          && (className.length() == name.length()
              || className.charAt(name.length()) == '.'
              || className.charAt(name.length()) == '$')) {
        return true;
      }
    }
    return false;
  }

  /** Java 8. */
  static final class ThrowableCallers extends Callers {
    @Override
    @Nullable StackTraceElement caller() {
      for (StackTraceElement each : new Throwable().getStackTrace()) {
        if (tells(each.getClassName())) {
          return each;
        }
      }
      return null;
    }

    @Override
    public boolean calledFrom(List<String> names) {
      for (StackTraceElement each : new Throwable().getStackTrace()) {
        if (within(each.getClassName(), names)) {
          return true;
        }
      }
      return false;
    }
  }
}
