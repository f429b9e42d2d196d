package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;

class Apache4LegacyDifferentialIT extends DifferentialContract {
  Apache4LegacyDifferentialIT() {
    super(ClientLibrary.apache4Legacy("4.5.14"));
  }
}
