package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;

class UrlConnectionContractIT extends UrlConnectionContract {
  @Override
  ClientLibrary library() {
    return ClientLibrary.urlConnection();
  }
}
