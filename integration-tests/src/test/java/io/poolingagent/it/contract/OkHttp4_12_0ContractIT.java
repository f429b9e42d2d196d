package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "it.wide", matches = "true")
class OkHttp4_12_0ContractIT extends OkHttpContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.okHttp("4.12.0");
  }
}
