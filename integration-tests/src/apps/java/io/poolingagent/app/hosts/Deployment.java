package io.poolingagent.app.hosts;

/**
 * One object for each class loader of the application: a histogram of the heap counts by it how
 * often the application is there, or still there.
 */
final class Deployment {

  static final Deployment ONE = new Deployment();

  private Deployment() {}
}
