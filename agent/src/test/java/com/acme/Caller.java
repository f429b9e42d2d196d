package com.acme;

import java.util.function.Supplier;

/** Application code in the tests of the audit: not ours, not the JDK's, not a library's. */
public final class Caller {
  private Caller() {}

  public static <T> T one(Supplier<T> body) {
    return body.get();
  }

  public static <T> T two(Supplier<T> body) {
    return body.get();
  }

  /** A nested class, as lambdas and inner classes are. */
  public static final class Inner {
    private Inner() {}

    public static <T> T call(Supplier<T> body) {
      return body.get();
    }
  }
}
