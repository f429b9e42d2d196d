package io.poolingagent.client;

import io.poolingagent.audit.Audit;
import io.poolingagent.audit.Errors;
import io.poolingagent.audit.Reason;
import io.poolingagent.config.Settings;
import io.poolingagent.pool.Clock;
import io.poolingagent.pool.Destinations;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.tls.TlsIdentities;
import org.jspecify.annotations.Nullable;

/** What the agent gives to an adapter. Thread-safe. */
public interface AgentContext {

  /** The settings in force. */
  Settings settings();

  /**
   * Why new clients of a library are left alone at this moment: the agent is disabled, only
   * observes, or the library is switched off. Null if they are pooled. Changes at run time; cheap
   * enough to ask per request.
   */
  @Nullable Reason whyNotPooling(String client);

  /** Whether new clients of a library are pooled at this moment. */
  default boolean pooling(String client) {
    return whyNotPooling(client) == null;
  }

  /** All destinations of this JVM. */
  Destinations destinations();

  /** A registry for one adapter's pools. The adapter holds it; the agent refers to it weakly. */
  PoolRegistry newRegistry(String client);

  /** Which TLS configurations are equal. */
  TlsIdentities tls();

  /** Where decisions are told. */
  Audit audit();

  /**
   * Has the hooks {@linkplain io.poolingagent.weave.HookPoint#onDemand() on demand} asked from now
   * on, of all clients. Cheap enough to be called per request.
   */
  void demandHooks();

  /** Whether somebody has demanded them. */
  boolean hooksDemanded();

  /** The time source. */
  Clock clock();

  /** Where the agent's own failures are counted. */
  Errors errors();
}
