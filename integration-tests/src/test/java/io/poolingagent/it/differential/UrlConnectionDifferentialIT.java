package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(2) // takes minutes
class UrlConnectionDifferentialIT extends DifferentialContract {
  UrlConnectionDifferentialIT() {
    super(ClientLibrary.urlConnection(17));
  }
}
