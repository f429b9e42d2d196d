package io.poolingagent.it.apache5;

import io.poolingagent.it.ClientLibrary;

class Apache5_6_5IT extends Apache5Hazards {
  Apache5_6_5IT() {
    super(ClientLibrary.apache5("5.6.5"));
  }
}
