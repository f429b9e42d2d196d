package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(2) // takes minutes
class UrlConnectionContractIT extends UrlConnectionContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.urlConnection();
  }
}
