package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(1) // takes minutes
class CommonsDifferentialIT extends DifferentialContract {
  CommonsDifferentialIT() {
    super(ClientLibrary.commonsHttpClient3());
  }
}
