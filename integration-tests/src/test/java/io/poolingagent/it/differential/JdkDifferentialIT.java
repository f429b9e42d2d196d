package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;

class JdkDifferentialIT extends DifferentialContract {
  JdkDifferentialIT() {
    super(ClientLibrary.jdk(25));
  }
}
