package io.poolingagent.metrics;

import io.poolingagent.audit.Audit;
import io.poolingagent.audit.Errors;
import io.poolingagent.config.Settings;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Limits;
import io.poolingagent.pool.Pools;
import java.util.function.UnaryOperator;

/** The running agent, as the operator sees it. Thread-safe. */
public interface ObservedAgent {

  /** The version of the agent. */
  String version();

  /** The settings in force. */
  Settings settings();

  /** Puts other settings in force. Two operators at once: neither change gets lost. */
  void settings(UnaryOperator<Settings> change);

  /** Puts other limits in force for this destination, over all client libraries. */
  void limits(Destination destination, Limits changed);

  /** Pools and destinations. */
  Pools pools();

  /** The decisions about clients. */
  Audit audit();

  /** The agent's own failures. */
  Errors errors();
}
