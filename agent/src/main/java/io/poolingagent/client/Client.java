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
  private final String adapterPackage;

  private Client(
      String name, List<Generation> generations, List<String> opened, String adapterPackage) {
    this.name = name;
    this.generations = generations;
    this.openedPackages = opened;
    this.adapterPackage = adapterPackage;
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
        Collections.<String>emptyList(),
        "io.poolingagent.client." + name);
  }

  /**
   * The same client, whose adapter needs packages that the library keeps to itself where it is a
   * named module. They are opened to the adapter's loader alone.
   */
  public Client opening(String... packages) {
    return new Client(
        name, generations, Collections.unmodifiableList(Arrays.asList(packages)), adapterPackage);
  }

  /**
   * The same client with an adapter in a package below its own: a library with several APIs has as
   * many clients of one name, since a version or an application may lack one of them.
   */
  public Client adaptedBelow(String subpackage) {
    return new Client(name, generations, openedPackages, clientPackage() + "." + subpackage);
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

  /** The package that is loaded beside the library. */
  public String clientPackage() {
    return "io.poolingagent.client." + name;
  }

  /** The package of the adapter: the client's or one below it. Unique among clients. */
  public String adapterPackage() {
    return adapterPackage;
  }

  @Override
  public String toString() {
    return name;
  }
}
