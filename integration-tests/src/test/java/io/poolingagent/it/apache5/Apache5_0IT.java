package io.poolingagent.it.apache5;

import io.poolingagent.it.ClientLibrary;

class Apache5_0IT extends Apache5Hazards {
  Apache5_0IT() {
    super(ClientLibrary.apache5("5.0"));
  }
}
