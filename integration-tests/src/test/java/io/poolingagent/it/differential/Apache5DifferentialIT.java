package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(1) // takes minutes
class Apache5DifferentialIT extends DifferentialContract {
  Apache5DifferentialIT() {
    super(ClientLibrary.apache5("5.6.5"));
  }
}
