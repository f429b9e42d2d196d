package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.ClientSetting;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "it.wide", matches = "true")
class Apache4_3_6ContractIT extends Apache4Contract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.apache4("4.3.6");
  }

  @Override
  List<ClientSetting> settings() {
    return ClientSetting.APACHE4;
  }
}
