package io.poolingagent.advice;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Asks before a method runs and tells its outcome together with what was answered at entry. The
 * exit is told under a name of its own, with three more values behind the arguments.
 */
public final class Around {
  private Around() {}

  @Advice.OnMethodEnter
  public static Object enter(
      @HookName String hook,
      @OnDemand boolean onDemand,
      @Advice.Origin Class<?> type,
      @Advice.This(optional = true, typing = Assigner.Typing.DYNAMIC) Object self,
      @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) Object[] args) {
    return !onDemand || PoolingBridge.demanded ? PoolingBridge.call(hook, type, self, args) : null;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  public static void exit(
      @ExitHookName String hook,
      @Advice.Origin Class<?> type,
      @Advice.This(optional = true, typing = Assigner.Typing.DYNAMIC) Object self,
      @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) Object[] args,
      @Advice.Enter Object token,
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned,
      @Advice.Thrown Throwable thrown) {
    if (token != null) {
      Object answer = PoolingBridge.call(hook, type, self, args, returned, thrown, token);
      if (answer != null) {
        returned = answer;
      }
    }
  }
}
