package io.poolingagent.it.neighbours;

import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.startup.Apps;

/** Where the other agents are, and how they come along. */
final class Neighbours {

  private Neighbours() {}

  /** The flag for another agent. */
  static String javaagent(String jar) {
    return "-javaagent:" + Apps.neighbour(jar);
  }

  /** Adds the shipped agent to an application, before or after another one. */
  static ForkedJvm.Builder beside(String other, boolean first, ForkedJvm.Builder app) {
    return (first ? app.flags(other) : app.flagsBeforeAgent(other)).agent();
  }
}
