package io.poolingagent.client.apache5.async;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.client.ClientAdapter;
import io.poolingagent.client.HookHandler;
import org.jspecify.annotations.Nullable;

/** Tells of each client why it is left alone. */
public final class Adapter implements ClientAdapter {
  private static final String CLIENT = "apache5";

  private final AgentContext context;

  /** Made with the first client, from when on an operator can look. */
  public Adapter(AgentContext context) {
    this.context = context;
    context.newRegistry(CLIENT); // of no pools
  }

  @Override
  public HookHandler handler(String hook) {
    if (!hook.equals(Hooks.CLIENT_CREATED)) {
      throw new IllegalArgumentException(hook);
    }
    return this::clientCreated;
  }

  private @Nullable Object clientCreated(@Nullable Object client, Object[] values) {
    Reason reason = context.whyNotPooling(CLIENT);
    context.audit().leftAlone(CLIENT, reason != null ? reason : Reason.IO_REACTOR, null);
    return null;
  }
}
