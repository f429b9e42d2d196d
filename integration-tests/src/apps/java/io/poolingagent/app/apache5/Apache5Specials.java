package io.poolingagent.app.apache5;

import io.poolingagent.app.Call;
import java.util.Collections;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/** Experiments with the hazards of sharing. */
final class Apache5Specials {

  private Apache5Specials() {}

  static List<String> run(String name, CloseableHttpClient client, Call call) throws Exception {
    throw new IllegalArgumentException("no special case named " + name + client + call);
  }

  static List<String> nothing() {
    return Collections.emptyList();
  }
}
