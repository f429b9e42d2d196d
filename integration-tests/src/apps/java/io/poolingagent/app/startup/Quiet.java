package io.poolingagent.app.startup;

import java.util.Arrays;

/** Prints what it was given, on both streams, and ends. */
public final class Quiet {

  private Quiet() {}

  /** Ends by returning, as most applications do. */
  public static void main(String[] arguments) {
    System.out.println("started with " + Arrays.asList(arguments));
    System.err.println("a line on stderr");
  }
}
