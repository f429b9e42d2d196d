package io.poolingagent.metrics;

/** {@code io.poolingagent:type=Pool,client=okhttp3,id=1a2b3c4d}. */
@About("One pool: shared by all clients of a library with the same configuration")
public interface PoolMXBean {

  /** The library. */
  @About("Client library")
  String getClient();

  /** What makes it the pool that it is. */
  @About("The configuration that its clients have in common, without secrets")
  String getKey();

  /** Open connections. */
  @About("Open connections")
  int getOpen();

  /** Idle connections. */
  @About("Open connections that wait for a request")
  int getIdle();

  /** Closes idle connections. */
  @About("Closes its idle connections; answers how many")
  int evictIdle();
}
