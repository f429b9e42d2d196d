package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;

class OkHttpDifferentialIT extends DifferentialContract {
  OkHttpDifferentialIT() {
    super(ClientLibrary.okHttp("4.12.0"));
  }
}
