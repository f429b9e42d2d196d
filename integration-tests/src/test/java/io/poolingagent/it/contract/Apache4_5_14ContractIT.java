package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.ClientSetting;
import java.util.List;

class Apache4_5_14ContractIT extends Apache4Contract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.apache4("4.5.14");
  }

  @Override
  List<ClientSetting> settings() {
    return ClientSetting.APACHE4;
  }
}
