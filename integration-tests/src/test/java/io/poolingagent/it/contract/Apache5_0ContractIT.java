package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(2) // takes minutes
class Apache5_0ContractIT extends Apache5Contract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.apache5("5.0");
  }
}
