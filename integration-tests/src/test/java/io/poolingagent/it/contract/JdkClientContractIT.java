package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(1) // takes minutes
class JdkClientContractIT extends JdkClientContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.jdk();
  }
}
