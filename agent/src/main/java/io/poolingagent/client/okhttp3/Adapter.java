package io.poolingagent.client.okhttp3;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.ClientAdapter;
import io.poolingagent.client.HookHandler;
import io.poolingagent.weave.HookPoint;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** What happens at the {@link Hooks} of OkHttp. See the package's description for the design. */
public final class Adapter implements ClientAdapter {
  static final String CLIENT = "okhttp3";

  private final AgentContext context;
  private final Internals internals;
  private final DefaultTls defaultTls;
  private final PoolChoice choice;
  private final Leases leases;
  private final ResponseHeads heads;
  private final Eligibility eligibility;
  private final Resend resend;
  private final Appearance appearance;

  /**
   * @throws ReflectiveOperationException if this OkHttp is none that we know
   */
  public Adapter(AgentContext context) throws ReflectiveOperationException {
    this.context = context;
    this.internals = new Internals();
    this.defaultTls = new DefaultTls(context.clock(), internals::newContext);
    SharedPools pools = new SharedPools(context, internals);
    this.choice = new PoolChoice(context, internals, pools);
    this.resend = new Resend(internals, pools);
    this.appearance = new Appearance(internals, pools, context.clock());
    this.heads = new ResponseHeads(internals, pools);
    this.leases = new Leases(context, internals, pools, appearance, resend, heads);
    this.eligibility = new Eligibility(context, internals, pools, leases);
  }

  @Override
  public HookHandler handler(String hook) {
    switch (hook) {
      case Hooks.CREATED:
        return choice::clientCreated;
      case Hooks.EXPLICIT_POOL:
        return choice::poolGiven;
      case Hooks.TRUST:
        return (self, values) -> pooling() ? defaultTls.trust() : null;
      case Hooks.TRUST + HookPoint.EXIT_SUFFIX:
        return this::trustBuilt;
      case Hooks.TLS:
        return (self, values) -> pooling() ? defaultTls.factory(values[0]) : null;
      case Hooks.TLS + HookPoint.EXIT_SUFFIX:
        return this::factoryBuilt;
      case Hooks.CLEANER:
        return (self, values) -> pooling() ? defaultTls.cleaner(values[0]) : null;
      case Hooks.CLEANER + HookPoint.EXIT_SUFFIX:
        return this::cleanerBuilt;
      case Hooks.DEFAULT_TLS_FIELD:
        return this::defaultTlsField;
      case Hooks.CALL:
        return choice::callCreated;
      case Hooks.PLANNER:
        return choice::plannerCreated;
      case Hooks.LEASE:
        return leases::leaseBegins;
      case Hooks.LEASE + HookPoint.EXIT_SUFFIX:
        return leases::leaseEnds;
      case Hooks.CONNECTING:
        return leases::connecting;
      case Hooks.HANDSHAKE:
        return leases::handshakeBegins;
      case Hooks.HANDSHAKE + HookPoint.EXIT_SUFFIX:
        return leases::handshakeEnds;
      case Hooks.ACQUIRED:
        return leases::acquired;
      case Hooks.POOLED:
        return leases::pooled;
      case Hooks.IDLE:
        return leases::becomesIdle;
      case Hooks.ELIGIBLE:
        return eligibility::elsewhere;
      case Hooks.ELIGIBLE + HookPoint.EXIT_SUFFIX:
        return eligibility::eligible;
      case Hooks.HEALTHY:
        return eligibility::healthy;
      case Hooks.SAME_ADDRESS:
        return eligibility::sameAddress;
      case Hooks.RESPONSE_HEADERS:
        return heads::received;
      case Hooks.RECOVERABLE:
        return resend::recoverable;
      case Hooks.FAILED:
        return resend::failed;
      case Hooks.RESET:
        return leases::streamReset;
      case Hooks.COUNT:
        return appearance::count;
      case Hooks.IDLE_COUNT:
        return appearance::idleCount;
      case Hooks.EVICT_ALL:
        return appearance::evictAll;
      default:
        throw new IllegalArgumentException(hook);
    }
  }

  private boolean pooling() {
    return context.pooling(CLIENT);
  }

  private @Nullable Object trustBuilt(@Nullable Object self, Object[] values) {
    Object built = values[values.length - 3];
    return pooling() && built instanceof X509TrustManager
        ? defaultTls.trustBuilt((X509TrustManager) built)
        : null;
  }

  private @Nullable Object factoryBuilt(@Nullable Object self, Object[] values) {
    return pooling() && values[1] instanceof SSLSocketFactory
        ? defaultTls.factoryBuilt(values[0], (SSLSocketFactory) values[1])
        : null;
  }

  private @Nullable Object cleanerBuilt(@Nullable Object self, Object[] values) {
    return pooling() && values[1] != null ? defaultTls.cleanerBuilt(values[0], values[1]) : null;
  }

  /**
   * A client without TLS material of its own is done. If it differs from the client whose material
   * it was given in anything that matters to a connection, it gets a factory apart: it must not
   * resume the other's TLS sessions.
   */
  private @Nullable Object defaultTlsField(@Nullable Object self, Object[] values)
      throws Throwable {
    Object built = values[values.length - 1];
    return pooling()
            && self instanceof OkHttpClient
            && built instanceof SSLSocketFactory
            && internals.bringsNoTls(values[0])
        ? choice.tlsFor((OkHttpClient) self, (SSLSocketFactory) built, defaultTls)
        : null;
  }
}
