package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;

class OkHttp5_5_1ContractIT extends OkHttpContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.okHttp("5.5.1");
  }
}
