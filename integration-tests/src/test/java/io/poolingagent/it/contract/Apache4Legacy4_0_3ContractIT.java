package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.ClientSetting;
import java.util.List;

class Apache4Legacy4_0_3ContractIT extends Apache4Contract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.apache4Legacy("4.0.3");
  }

  @Override
  List<ClientSetting> settings() {
    return ClientSetting.APACHE4_LEGACY;
  }
}
