package io.poolingagent.it.adversarial;

/** What an {@link Adversary} does to its connections. */
enum Behaviour {
  /** What it should. */
  ANSWERS,

  /** Closes each connection that has been idle for a while, each time another: 20 ms to 3 s. */
  CLOSES_IDLE,

  /**
   * Closes as soon as a request arrives on a connection that was used before, and does what it asks
   * for, or does not: nobody can tell.
   */
  CLOSES_ON_REUSE,

  /** The same for POST only, so that nothing else gives it away; that it always does first. */
  CLOSES_ON_POST,

  /**
   * Sends {@code Keep-Alive: timeout=1, max=3} and keeps to both. The third answer says {@code
   * Connection: close}, or does not.
   */
  HINTS,

  /** Resets all connections every two seconds, as a process does that is killed. */
  RESTARTS,

  /**
   * Its name leads elsewhere every two seconds; where it led before, what is under way is answered
   * and what is idle is closed.
   */
  MOVES,

  /**
   * Every few seconds all connections that there are go silent: nothing comes back, not even an
   * end.
   */
  GOES_SILENT,

  /** So does each connection that has been idle for more than a second, as behind some NAT. */
  FORGETS_IDLE,

  /** Answers after a while, a few bytes at a time. */
  ANSWERS_SLOWLY;

  /** Whether it closes a used connection under this request. */
  boolean drops(String method) {
    return this == CLOSES_ON_REUSE || (this == CLOSES_ON_POST && method.equals("POST"));
  }

  /**
   * Whether it closes connections of its own accord, so that a request may cross the end of one on
   * its way.
   */
  boolean leaves() {
    return this == CLOSES_IDLE || this == HINTS || this == MOVES;
  }
}
