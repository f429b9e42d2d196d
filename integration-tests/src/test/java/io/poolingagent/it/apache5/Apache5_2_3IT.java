package io.poolingagent.it.apache5;

import io.poolingagent.it.ClientLibrary;

class Apache5_2_3IT extends Apache5Hazards {
  Apache5_2_3IT() {
    super(ClientLibrary.apache5("5.2.3"));
  }
}
