package io.poolingagent.sample;

/** A flag that the command cannot work with. The message is the whole line that the user sees. */
public final class BadFlag extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param where the command and flag, such as {@code demo --threads}
   * @param problem what is wrong and what to do
   */
  public BadFlag(String where, String problem) {
    super(where + ": " + problem);
  }
}
