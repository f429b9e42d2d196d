package io.poolingagent.tls;

import io.poolingagent.pool.PoolKey;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Tells which TLS configurations are equal for a connection, for the keys of all client libraries:
 * equal keys authenticate with the same, trust the same and speak the same. What cannot be proved
 * equal is equal to itself only, and its key says why not.
 *
 * <p>The answer is of the moment, for a context can be initialised anew at any time; it costs less
 * than a microsecond, so ask for each client instead of keeping it. A pool that dials with the
 * first client's context must use a {@link #sealed} one. Thread-safe.
 */
public final class TlsIdentities {
  /** The packages of {@code java.base} that must be open to this class to look into a context. */
  public static final List<String> NEEDED_PACKAGES =
      Collections.unmodifiableList(Arrays.asList("javax.net.ssl", "sun.security.ssl"));

  private final FieldUse use;
  private volatile @Nullable Contents contents;

  /**
   * @param use tells what the code of a class does to its fields
   */
  public TlsIdentities(FieldUse use) {
    this.use = use;
  }

  /** Made when first asked for: the agent's start is to touch nothing that has to do with TLS. */
  private Contents contents() {
    Contents known = contents;
    if (known == null) {
      synchronized (this) {
        known = contents;
        if (known == null) {
          known = new Contents(new Shapes(use));
          contents = known;
        }
      }
    }
    return known;
  }

  /** What a context authenticates with and trusts, and how. */
  public PoolKey of(@Nullable SSLContext context) {
    return contents().of(context);
  }

  /** What a factory's sockets authenticate with and trust, and how. */
  public PoolKey of(@Nullable SSLSocketFactory factory) {
    return contents().of(factory);
  }

  /** What a verifier accepts. */
  public PoolKey of(@Nullable HostnameVerifier verifier) {
    return contents().of(verifier);
  }

  /** What a trust manager trusts. */
  public PoolKey of(@Nullable TrustManager manager) {
    return contents().of(manager);
  }

  /** What a key manager authenticates with. */
  public PoolKey of(@Nullable KeyManager manager) {
    return contents().of(manager);
  }

  /** What another part of a TLS configuration comes to, such as a library's own kind of factory. */
  public PoolKey ofOther(@Nullable Object part) {
    return contents().of(part);
  }

  /**
   * A context of the same content that the application has no hold of. A pool for clients with
   * equal contexts must dial with such a one: were it the first client's own, that client could
   * initialise it anew, and from then on the others would trust what it trusts.
   *
   * @return the context itself where only itself is equal to it, or where it cannot change
   * @throws GeneralSecurityException if it changes at this moment: no pool is to be made of it
   */
  public SSLContext sealed(SSLContext context) throws GeneralSecurityException {
    SSLContext sealed = Sealing.copy(context);
    return sealed == null ? context : same(of(context), of(sealed), sealed);
  }

  /**
   * The same for a socket factory.
   *
   * @throws GeneralSecurityException also if a class of the application's stands around it
   */
  public SSLSocketFactory sealed(SSLSocketFactory factory) throws GeneralSecurityException {
    SSLContext sealed = Sealing.copy(factory);
    if (sealed == null && contents().hasComparedParts(factory)) {
      throw new KeyManagementException("what " + factory.getClass() + " holds may change");
    }
    return sealed == null ? factory : same(of(factory), of(sealed), sealed).getSocketFactory();
  }

  private static SSLContext same(PoolKey content, PoolKey copied, SSLContext copy)
      throws GeneralSecurityException {
    if (!content.equals(copied)) {
      throw new KeyManagementException("the context is being initialised anew");
    }
    return copy;
  }
}
