package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(3) // takes minutes
class Apache4LegacyDifferentialIT extends DifferentialContract {
  Apache4LegacyDifferentialIT() {
    super(ClientLibrary.apache4Legacy("4.5.14"));
  }
}
