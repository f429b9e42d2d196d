package io.poolingagent.advice;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Asks before a method runs; an answer is returned in the method's place. */
public final class OnEnter {
  private OnEnter() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
  public static Object enter(
      @HookName String hook,
      @OnDemand boolean onDemand,
      @Advice.Origin Class<?> type,
      @Advice.This(optional = true, typing = Assigner.Typing.DYNAMIC) Object self,
      @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) Object[] args) {
    return !onDemand || PoolingBridge.demanded ? PoolingBridge.call(hook, type, self, args) : null;
  }

  @Advice.OnMethodExit
  public static void exit(
      @Advice.Enter Object answer,
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned) {
    if (answer != null) {
      returned = answer;
    }
  }
}
