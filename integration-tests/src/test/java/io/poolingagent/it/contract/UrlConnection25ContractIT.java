package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(named = "it.jdk", matches = ".*")
class UrlConnection25ContractIT extends UrlConnectionContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.urlConnection(25);
  }
}
