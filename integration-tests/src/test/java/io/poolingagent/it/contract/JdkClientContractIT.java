package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;

class JdkClientContractIT extends JdkClientContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.jdk();
  }
}
