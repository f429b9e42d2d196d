package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.Order;

@Order(3) // takes minutes
class OkHttpDifferentialIT extends DifferentialContract {
  OkHttpDifferentialIT() {
    super(ClientLibrary.okHttp("4.12.0"));
  }
}
