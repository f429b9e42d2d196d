package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;

class Apache4DifferentialIT extends DifferentialContract {
  Apache4DifferentialIT() {
    super(ClientLibrary.apache4("4.5.14"));
  }
}
