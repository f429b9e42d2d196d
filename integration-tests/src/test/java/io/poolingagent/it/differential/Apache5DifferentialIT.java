package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;

class Apache5DifferentialIT extends DifferentialContract {
  Apache5DifferentialIT() {
    super(ClientLibrary.apache5("5.6.5"));
  }
}
