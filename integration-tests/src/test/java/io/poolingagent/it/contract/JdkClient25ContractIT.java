package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(named = "it.jdk", matches = ".*")
@Order(3) // takes minutes
class JdkClient25ContractIT extends JdkClientContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.jdk(25);
  }
}
