package io.poolingagent.weave;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The hooks of a range of versions of a client library whose internals have one shape. A generation
 * fits a class loader when every hook in it that is not optional finds its class, method and field
 * there; a library that none of its generations fits is not woven at all. Immutable.
 */
public final class Generation {
  private final String versions;
  private final List<HookPoint> hooks;

  /**
   * @param versions the versions meant, for people
   * @param hooks what to weave
   */
  public Generation(String versions, HookPoint... hooks) {
    this.versions = versions;
    this.hooks = Collections.unmodifiableList(Arrays.asList(hooks));
  }

  /** The versions meant, for people: {@code "4.4 to 5.x"}. */
  public String versions() {
    return versions;
  }

  /** What to weave. */
  public List<HookPoint> hooks() {
    return hooks;
  }
}
