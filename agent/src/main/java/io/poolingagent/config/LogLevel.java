package io.poolingagent.config;

/** How much the agent says on stderr, least first. */
public enum LogLevel {
  /** Nothing. */
  OFF,
  /** What makes the agent stay off, and its own faults. */
  ERROR,
  /** Also what an operator should change. */
  WARN,
  /** Also one line at start. */
  INFO,
  /** Also what helps to find a fault of the agent. */
  DEBUG
}
