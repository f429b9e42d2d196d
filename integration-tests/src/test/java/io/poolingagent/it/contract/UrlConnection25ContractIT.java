package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@DisabledIfSystemProperty(named = "it.jdk", matches = ".*")
@EnabledIfSystemProperty(named = "it.wide", matches = "true")
class UrlConnection25ContractIT extends UrlConnectionContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.urlConnection(25);
  }
}
