package io.poolingagent.tls;

import io.poolingagent.pool.PoolKey;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells which TLS configurations are equal for a connection, for the keys of all client libraries.
 * What cannot be proved equal is equal to itself only. Thread-safe.
 */
public final class TlsIdentities {

  /** What a context authenticates and trusts, and how. */
  public PoolKey of(@Nullable SSLContext context) {
    return PoolKey.builder("tls").identity("context", context).build();
  }

  /** What a factory's sockets authenticate and trust, and how. */
  public PoolKey of(@Nullable SSLSocketFactory factory) {
    return PoolKey.builder("tls").identity("factory", factory).build();
  }

  /** What a verifier accepts. */
  public PoolKey of(@Nullable HostnameVerifier verifier) {
    return PoolKey.builder("tls").config("verifier", verifier).build();
  }
}
