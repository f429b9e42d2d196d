package io.poolingagent.app;

import java.util.concurrent.CompletableFuture;

/**
 * One client library as an application uses it. Client objects are the library's own; the program
 * never looks into them. Thread-safe.
 */
public interface Library {

  /** Makes a new client, as an application that keeps none does for every request. */
  Object newClient(Config config) throws Exception;

  /** Sends a request and reads the answer on the calling thread. */
  Reply call(Object client, Call call) throws Exception;

  /** Does the same with nothing around it, to be measured; answers the status. */
  int status(Object client, Call call) throws Exception;

  /**
   * Sends a request by the library's asynchronous call; the future completes on the library's
   * thread.
   */
  CompletableFuture<Reply> callAsync(Object client, Call call) throws Exception;

  /**
   * Calls everything that the library's documentation tells an owner to call who is done with a
   * client.
   */
  void cleanUp(Object client) throws Exception;

  /**
   * A library's own experiment, named by a test that knows the library; answers lines for the test.
   */
  default Iterable<String> special(String name, Object client, Call call) throws Exception {
    throw new IllegalArgumentException("no special case named " + name);
  }
}
