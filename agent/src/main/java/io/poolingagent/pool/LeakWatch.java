package io.poolingagent.pool;

import org.jspecify.annotations.Nullable;

/** Who wants to know which code of the application does not give its connections back. */
public interface LeakWatch {
  /** The code that is asking for a connection on this thread; asked for a sample only. */
  @Nullable StackTraceElement caller();

  /**
   * The application dropped what held a connection.
   *
   * @param client the library
   * @param where the code that had asked for it, null if that was not in the sample
   */
  void leaked(String client, @Nullable StackTraceElement where);
}
