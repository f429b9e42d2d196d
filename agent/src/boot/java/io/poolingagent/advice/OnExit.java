package io.poolingagent.advice;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Tells a method's outcome; an answer replaces the value returned. */
public final class OnExit {
  private OnExit() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  public static void exit(
      @HookName String hook,
      @OnDemand boolean onDemand,
      @Advice.Origin Class<?> type,
      @Advice.This(optional = true, typing = Assigner.Typing.DYNAMIC) Object self,
      @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) Object[] args,
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned,
      @Advice.Thrown Throwable thrown) {
    if (!onDemand || PoolingBridge.demanded) {
      Object answer = PoolingBridge.call(hook, type, self, args, returned, thrown, null);
      if (answer != null) {
        returned = answer;
      }
    }
  }
}
