package io.poolingagent.sample.app;

import java.io.IOException;

/**
 * The two HTTP calls that the application makes. One implementation per client library. Safe for
 * use by many threads.
 */
public interface HttpCalls {

  /**
   * Fetches a resource.
   *
   * @return the body of a 200 answer
   * @throws IOException when the call failed or the answer was not a 200
   * @throws InterruptedException when the calling thread was interrupted meanwhile
   */
  String get(String url) throws IOException, InterruptedException;

  /**
   * Posts a JSON document.
   *
   * @return the body of a 200 answer
   * @throws IOException when the call failed or the answer was not a 200
   * @throws InterruptedException when the calling thread was interrupted meanwhile
   */
  String postJson(String url, String json) throws IOException, InterruptedException;
}
