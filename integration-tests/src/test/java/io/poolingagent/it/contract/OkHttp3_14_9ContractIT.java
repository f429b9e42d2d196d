package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "it.wide", matches = "true")
class OkHttp3_14_9ContractIT extends OkHttpContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.okHttp("3.14.9");
  }
}
