package io.poolingagent.it.apache4;

import io.poolingagent.it.ClientLibrary;

class Apache4_5_14IT extends Apache4Hazards {
  @Override
  ClientLibrary library() {
    return ClientLibrary.apache4("4.5.14");
  }
}
