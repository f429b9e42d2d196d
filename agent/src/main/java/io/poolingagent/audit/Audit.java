package io.poolingagent.audit;

import org.jspecify.annotations.Nullable;

/** Counts every decision. Thread-safe. The body follows; the signatures stay. */
public final class Audit {
  /** A client of this library ("okhttp3") was created and shares a pool. */
  public void pooled(String client) {}

  /**
   * A client of this library was created and left alone.
   *
   * @param detail which part or type, a constant or an existing string: nothing is built for this
   */
  public void leftAlone(String client, Reason reason, @Nullable String detail) {}

  /** A client would have shared an existing pool but for this one part of its configuration. */
  public void wouldPoolBut(String client, String part) {}
}
