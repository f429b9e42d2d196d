package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(2) // takes minutes
class Apache4DifferentialIT extends DifferentialContract {
  Apache4DifferentialIT() {
    super(ClientLibrary.apache4("4.5.14"));
  }
}
