package io.poolingagent.client;

import io.poolingagent.weave.Generation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A client library as the frame sees it: where to hook it and which package adapts it. Immutable.
 */
public final class Client {
  private final String name;
  private final List<Generation> generations;
  private final List<String> openedPackages;

  private Client(String name, List<Generation> generations, List<String> packages) {
    this.name = name;
    this.generations = generations;
    this.openedPackages = packages;
  }

  /**
   * @param name the name of the package below {@code io.poolingagent.client}, of the client in
   *     settings and in metrics
   * @param generations the first that fits a class loader is woven there
   */
  public static Client of(String name, Generation... generations) {
    return new Client(
        name,
        Collections.unmodifiableList(Arrays.asList(generations)),
        Collections.<String>emptyList());
  }

  /**
   * The same client, whose adapter needs packages that the library keeps to itself where it is a
   * named module. They are opened to the adapter's loader alone.
   */
  public Client opening(String... packages) {
    return new Client(name, generations, Collections.unmodifiableList(Arrays.asList(packages)));
  }

  /** The client's name: package, settings key and metrics tag. */
  public String name() {
    return name;
  }

  /** The version ranges that are covered, in order of preference. */
  public List<Generation> generations() {
    return generations;
  }

  /** The packages that the adapter needs opened. */
  public List<String> openedPackages() {
    return openedPackages;
  }

  /** The package of the adapter. */
  public String adapterPackage() {
    return "io.poolingagent.client." + name;
  }

  @Override
  public String toString() {
    return name;
  }
}
