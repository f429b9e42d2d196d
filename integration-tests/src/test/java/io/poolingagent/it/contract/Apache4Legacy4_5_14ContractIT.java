package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.ClientSetting;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "it.wide", matches = "true")
class Apache4Legacy4_5_14ContractIT extends Apache4Contract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.apache4Legacy("4.5.14");
  }

  @Override
  List<ClientSetting> settings() {
    return ClientSetting.APACHE4_LEGACY;
  }
}
