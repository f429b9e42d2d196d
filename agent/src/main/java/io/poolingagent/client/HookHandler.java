package io.poolingagent.client;

import org.jspecify.annotations.Nullable;

/**
 * What an adapter does at a hook. Called on the application's thread, concurrently, so it must be
 * thread-safe, quick, and block only where the application would have waited as well.
 */
@FunctionalInterface
public interface HookHandler {

  /**
   * @param self the instance, null in a static method
   * @param values the method's arguments, followed by what the hook's {@link
   *     io.poolingagent.weave.HookPoint.Kind kind} adds
   * @return what the kind makes of it; null leaves the application alone
   * @throws Propagate to throw into the application
   * @throws Throwable anything else is an error of the agent: counted, logged once, and the
   *     application goes its own way
   */
  @Nullable Object on(@Nullable Object self, Object[] values) throws Throwable;
}
