package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;

class CommonsDifferentialIT extends DifferentialContract {
  CommonsDifferentialIT() {
    super(ClientLibrary.commonsHttpClient3());
  }
}
