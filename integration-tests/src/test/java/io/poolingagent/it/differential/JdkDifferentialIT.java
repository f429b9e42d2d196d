package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(1) // takes minutes
class JdkDifferentialIT extends DifferentialContract {
  JdkDifferentialIT() {
    super(ClientLibrary.jdk(25));
  }
}
