package io.poolingagent.it.differential;

import io.poolingagent.it.ClientLibrary;

class UrlConnectionDifferentialIT extends DifferentialContract {
  UrlConnectionDifferentialIT() {
    super(ClientLibrary.urlConnection(17));
  }
}
