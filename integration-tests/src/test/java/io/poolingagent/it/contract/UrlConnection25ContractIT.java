package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(named = "it.jdk", matches = ".*")
@Order(2) // takes minutes
class UrlConnection25ContractIT extends UrlConnectionContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.urlConnection(25);
  }
}
