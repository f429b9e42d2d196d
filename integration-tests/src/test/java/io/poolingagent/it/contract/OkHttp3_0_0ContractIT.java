package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;

class OkHttp3_0_0ContractIT extends OkHttpContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.okHttp("3.0.0");
  }
}
