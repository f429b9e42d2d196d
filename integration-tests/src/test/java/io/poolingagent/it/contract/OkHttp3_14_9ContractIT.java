package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;

class OkHttp3_14_9ContractIT extends OkHttpContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.okHttp("3.14.9");
  }
}
