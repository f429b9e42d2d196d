package io.poolingagent.client.apache5;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.ClientAdapter;
import io.poolingagent.client.HookHandler;
import io.poolingagent.weave.HookPoint;

/** What happens at the {@link Hooks} of Apache HttpClient 5. See the package's description. */
public final class Adapter implements ClientAdapter {
  static final String CLIENT = "apache5";

  private final CurrentRequest current;
  private final Handover handover = new Handover();
  private final Statistics statistics = new Statistics();
  private final PoolChoice pools;
  private final Built built;
  private final DefaultManagers managers;
  private final DefaultClients clients;

  /**
   * @throws ReflectiveOperationException if this HttpClient is none that we know
   */
  public Adapter(AgentContext context) throws ReflectiveOperationException {
    Internals internals = new Internals();
    Structure structure = new Structure(context.tls(), internals.library());
    this.current = new CurrentRequest(internals);
    this.pools = new PoolChoice(context, internals, structure, current, handover, statistics);
    this.built = new Built(context, structure);
    this.managers = new DefaultManagers(context, internals, structure, built);
    this.clients = new DefaultClients(context, pools, managers);
  }

  @Override
  public HookHandler handler(String hook) {
    switch (hook) {
      case Hooks.CLIENT_WANTED:
        return clients::wanted;
      case Hooks.CLIENT_CREATED:
        return pools::clientCreated;
      case Hooks.LEASE:
        return current::begins;
      case Hooks.CONNECTION:
        return handover::connectionWanted;
      case Hooks.MANAGER:
        return managers::wanted;
      case Hooks.REGISTRY:
        return built::tlsWanted;
      case Hooks.TLS:
        return built::tls;
      case Hooks.TLS + HookPoint.EXIT_SUFFIX:
        return built::tlsBuilt;
      case Hooks.COOKIE_SPECS:
        return built::cookieSpecs;
      case Hooks.COOKIE_SPECS + HookPoint.EXIT_SUFFIX:
        return built::cookieSpecsBuilt;
      case Hooks.USER_AGENT:
        return built::userAgent;
      case Hooks.USER_AGENT + HookPoint.EXIT_SUFFIX:
        return built::userAgentBuilt;
      case Hooks.STATISTICS:
        return statistics.told();
      case Hooks.IDLE_CLOSED:
        return statistics.idleClosed(pools::nanoTime);
      case Hooks.EXPIRED_CLOSED:
        return statistics.expiredClosed(pools::nanoTime);
      case Hooks.MANAGER_CLOSED:
        return statistics.closed();
      default:
        throw new IllegalArgumentException(hook);
    }
  }
}
