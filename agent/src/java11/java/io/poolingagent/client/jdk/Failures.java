package io.poolingagent.client.jdk;

import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;

/** What the failures of the JDK's client mean for whoever might send the request again. */
final class Failures {
  private Failures() {}

  /** It says nothing about a connection that died, so that a fresh one would not help. */
  static boolean isFinal(Throwable failure) {
    return failure instanceof HttpTimeoutException
        || failure instanceof CancellationException
        || failure instanceof SSLException
        || failure instanceof ConnectException
        || failure instanceof ProtocolException
        || failure instanceof IllegalArgumentException; // a redirect to what is no address
  }

  /** What came over the connection in place of an answer's head is none. */
  static boolean isNoAnswer(Throwable failure) {
    return failure instanceof ProtocolException;
  }

  /**
   * The connection has as many streams as the server allows. Thrown before the first byte is sent,
   * and before the request's body is subscribed to.
   */
  static boolean isRefusedStream(Throwable failure) {
    return "too many concurrent streams".equals(failure.getMessage());
  }

  /** The server left the connection (GOAWAY) and did not process this request. */
  static boolean isUnprocessed(Throwable failure) {
    return "request not processed by peer".equals(failure.getMessage());
  }

  /** The client's selector thread is gone, as after the executor refused a task. */
  static boolean isDeadLane(Throwable failure) {
    return "selector manager closed".equals(failure.getMessage());
  }

  /** No answer came in the time that the application had set. */
  static boolean isTimeout(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof HttpTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /** The application gave up: it interrupted or cancelled the request. */
  static boolean isApplications(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof InterruptedException || t instanceof CancellationException) {
        return true;
      }
    }
    return false;
  }
}
