package io.poolingagent.client.urlconnection;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.ClientAdapter;
import io.poolingagent.client.HookHandler;
import io.poolingagent.weave.HookPoint;

/** What happens at the {@link Hooks}. See the package's description for the design. */
public final class Adapter implements ClientAdapter {
  static final String CLIENT = "urlconnection";

  /** Arguments of the JDK's {@code New} for http, with what the outcome adds and without. */
  private static final int HTTP_ARGUMENTS = 5;

  private final Leases leases;

  public Adapter(AgentContext context) {
    this.leases = new Leases(context);
  }

  @Override
  public HookHandler handler(String hook) {
    switch (hook) {
      case Hooks.LEASE:
        return (self, values) ->
            values.length == HTTP_ARGUMENTS
                ? leases.httpBegins(values)
                : leases.httpsBegins(values);
      case Hooks.LEASE + HookPoint.EXIT_SUFFIX:
        return (self, values) -> leases.ends(values);
      case Hooks.TAKE:
        return (self, values) -> leases.lookUp();
      case Hooks.GIVE_BACK:
        return (self, values) -> leases.givenBack(values);
      case Hooks.AVAILABLE:
        return (self, values) -> leases.available(self);
      case Hooks.OPEN:
        return (self, values) -> leases.openBegins(self);
      case Hooks.OPEN + HookPoint.EXIT_SUFFIX:
        return leases::openEnds;
      case Hooks.HANDSHAKE:
        return (self, values) -> leases.handshakeBegins();
      case Hooks.HANDSHAKE + HookPoint.EXIT_SUFFIX:
        return leases::handshakeEnds;
      case Hooks.CLOSE:
        return (self, values) -> leases.closed(self);
      case Hooks.BODY_CLOSED:
        return (self, values) -> leases.unread().bodyClosed();
      case Hooks.DISCONNECT:
        return (self, values) -> leases.unread().disconnecting(self);
      case Hooks.GIVE_UP:
        return (self, values) -> leases.givenUp(self);
      default:
        throw new IllegalArgumentException(hook);
    }
  }
}
