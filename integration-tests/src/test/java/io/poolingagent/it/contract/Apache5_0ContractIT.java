package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "it.wide", matches = "true")
class Apache5_0ContractIT extends Apache5Contract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.apache5("5.0");
  }
}
