package io.poolingagent.client;

/** Carries an exception that a handler means to throw into the application. */
@SuppressWarnings("serial")
public final class Propagate extends Exception {

  /**
   * @param cause what the application shall see, of a type that its code expects there
   */
  public Propagate(Throwable cause) {
    super(null, cause, false, false);
  }
}
