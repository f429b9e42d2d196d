package io.poolingagent.pool;

/**
 * No connection to a destination became free in time, or none may be waited for. An adapter turns
 * it into the exception that its library throws when its own pool is exhausted.
 */
public final class AcquireTimeoutException extends Exception {

  private static final long serialVersionUID = 1L;

  AcquireTimeoutException(String message) {
    super(message);
  }
}
