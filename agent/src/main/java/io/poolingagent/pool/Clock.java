package io.poolingagent.pool;

/** Where the domain reads the time from, so that tests can set it. Thread-safe. */
public interface Clock {

  /** A time in nanoseconds; only differences mean something, see {@link System#nanoTime()}. */
  long nanoTime();

  /** The clock of the JVM. */
  static Clock system() {
    return System::nanoTime;
  }
}
