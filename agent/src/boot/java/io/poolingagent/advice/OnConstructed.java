package io.poolingagent.advice;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Tells that a constructor is done; an answer replaces one field, final or not: the assignment
 * still stands inside the constructor.
 */
public final class OnConstructed {
  private OnConstructed() {}

  @Advice.OnMethodExit
  public static void exit(
      @HookName String hook,
      @OnDemand boolean onDemand,
      @Advice.Origin Class<?> type,
      @Advice.This(typing = Assigner.Typing.DYNAMIC) Object self,
      @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) Object[] args,
      @ConstructedField Object value) {
    if (!onDemand || PoolingBridge.demanded) {
      Object answer = PoolingBridge.call(hook, type, self, args, value);
      if (answer != null) {
        value = answer;
      }
    }
  }
}
