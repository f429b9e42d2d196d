package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(3) // takes minutes
class CommonsDifferentialIT extends DifferentialContract {
  CommonsDifferentialIT() {
    super(ClientLibrary.commonsHttpClient3());
  }
}
