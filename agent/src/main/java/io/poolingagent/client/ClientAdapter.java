package io.poolingagent.client;

/**
 * The code that touches a client library's types. Each library package has one class {@code
 * Adapter} with a public constructor that takes an {@link AgentContext}; it is loaded beside the
 * library, once for each class loader that brings the library, and lives as long as the library's
 * classes.
 */
public interface ClientAdapter {

  /**
   * The handler of a hook.
   *
   * @param hook a name declared by the library's {@code Hooks}
   * @throws IllegalArgumentException for a name it does not know
   */
  HookHandler handler(String hook);
}
