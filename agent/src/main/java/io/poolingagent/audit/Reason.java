package io.poolingagent.audit;

/** Why a client was left alone, that is, uses its own connections as it would without the agent. */
public enum Reason {
  /** The agent is switched off. */
  DISABLED("the agent is switched off (enabled=false)"),
  /** Mode observe. */
  OBSERVE_ONLY("mode=observe: nothing is changed, only reported"),
  /** This client library is switched off. */
  CLIENT_DISABLED("this client library is switched off (clients.NAME.enabled=false)"),
  /** The creating code is excluded. */
  CALLER_EXCLUDED("the code that created it is listed in exclude-callers"),
  /** The application brought its own pool. */
  EXPLICIT_POOL("the application gave it a connection pool or manager of its own"),
  /** The application asked for no reuse. */
  EXPLICIT_OPT_OUT("the application asked for connections not to be kept (force=true overrides)"),
  /** An executor of its own, which cannot be lent. */
  CUSTOM_EXECUTOR(
      "it has an executor of its own and a cookie handler or authenticator, which would run on it"),
  /** An authenticator of its own, and perhaps a proxy. */
  AUTHENTICATOR("it has an authenticator, whose credentials a shared tunnel could carry over"),
  /** A part of its configuration is of a type unknown to us. */
  UNKNOWN_TYPE("a part of its configuration is of a type whose equality is unknown"),
  /** An asynchronous client with an I/O reactor of its own. */
  IO_REACTOR("its connections belong to its own I/O reactor, which stops with it"),
  /** The registry is full. */
  REGISTRY_FULL("there are already max-pools different configurations"),
  /** Pools start with the second client of a kind. */
  FIRST_SIGHTING("the first client of its kind, which may be the only one; the next is pooled"),
  /** This version of the library is not verified. */
  UNVERIFIED_VERSION("this version of the library is not one that the agent can verify"),
  /** A fault of ours; the client works as without the agent. */
  AGENT_ERROR("the agent failed; the client works as it would without it");

  private final String sentence;

  Reason(String sentence) {
    this.sentence = sentence;
  }

  /** One phrase for an operator. */
  public String sentence() {
    return sentence;
  }
}
