package io.poolingagent.advice;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Asks before a method runs; an answer is returned in the method's place. Where there is none, it
 * tells what the method returned, and an answer to that replaces it.
 */
public final class Provide {
  private Provide() {}

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
      @ExitHookName String hook,
      @OnDemand boolean onDemand,
      @Advice.Origin Class<?> type,
      @Advice.This(optional = true, typing = Assigner.Typing.DYNAMIC) Object self,
      @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) Object[] args,
      @Advice.Enter Object provided,
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned) {
    if (provided != null) {
      returned = provided;
    } else if (!onDemand || PoolingBridge.demanded) {
      Object answer = PoolingBridge.call(hook, type, self, args, returned, null, null);
      if (answer != null) {
        returned = answer;
      }
    }
  }
}
