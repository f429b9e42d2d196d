package io.poolingagent.client;

import io.poolingagent.audit.Audit;
import io.poolingagent.audit.Errors;
import io.poolingagent.config.Settings;
import io.poolingagent.pool.Clock;
import io.poolingagent.pool.Destinations;
import io.poolingagent.pool.PoolRegistry;

/** What the agent gives to an adapter. Thread-safe. */
public interface AgentContext {

  /** The settings in force. */
  Settings settings();

  /**
   * Whether new clients are to be pooled at this moment: the agent is enabled, in mode {@code
   * pool}, and the client library is not switched off. Changes at run time; cheap enough to ask per
   * request.
   */
  boolean pooling(String client);

  /** All destinations of this JVM. */
  Destinations destinations();

  /** A registry for one adapter's pools. The adapter holds it; the agent refers to it weakly. */
  PoolRegistry newRegistry(String client);

  /** Where decisions are told. */
  Audit audit();

  /** The time source. */
  Clock clock();

  /** Where the agent's own failures are counted. */
  Errors errors();
}
