package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Clients of the JDK's with an executor each. */
@EnabledIfSystemProperty(
    named = "it.wide",
    matches = "true",
    disabledReason = "with -Dit.wide=true; most of it is as without executors")
class JdkExecutorsDifferentialIT extends DifferentialContract {
  JdkExecutorsDifferentialIT() {
    super(ClientLibrary.jdk(25), "-Dapp.executors=true");
  }
}
