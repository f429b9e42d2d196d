package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(named = "it.jdk", matches = ".*")
class JdkClient25ContractIT extends JdkClientContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.jdk(25);
  }
}
