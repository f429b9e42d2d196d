package io.poolingagent.tls;

import io.poolingagent.pool.PoolKey;
import java.lang.invoke.MethodHandle;
import java.security.PrivateKey;
import java.security.cert.CertSelector;
import java.security.cert.Certificate;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's own trust and key managers come to. They copy what they are given and never change
 * after that, so what is dear to compute is computed once for each.
 */
final class Managers {
  private static final String NAME = "tls";

  /** Below this many anchors to look again is as cheap as to remember. */
  private static final int MANY = 16;

  private final WeakIdentityMap<PoolKey> known = new WeakIdentityMap<>();
  private volatile @Nullable FewAnchors latest;

  /**
   * The content of a manager; null if it is none of the JDK's, or has parts of unknown equality.
   */
  @Nullable PoolKey of(Object manager) throws ReflectiveOperationException {
    Class<?> type = manager.getClass();
    if (type == Jsse.Fields.TRUST) {
      return trust(manager);
    }
    if (type != Jsse.Fields.KEYS) {
      return null;
    }
    PoolKey key = known.get(manager);
    return key != null ? key : remember(manager, keys(manager));
  }

  private @Nullable PoolKey trust(Object manager) throws ReflectiveOperationException {
    Collection<?> anchors = (Collection<?>) Jsse.require(Jsse.Fields.ANCHORS, manager);
    if (anchors.size() >= MANY) {
      PoolKey key = known.get(manager);
      return key != null ? key : remember(manager, trust(manager, anchors));
    }
    if (Jsse.read(Jsse.Fields.PARAMETERS, manager) != null) {
      return trust(manager, anchors);
    }
    FewAnchors few = latest;
    Object validator = Jsse.read(Jsse.Fields.VALIDATOR, manager);
    if (few != null && few.are(validator, anchors)) {
      return few.content;
    }
    PoolKey key = trust(manager, anchors);
    if (key != null) {
      latest = new FewAnchors(validator, anchors, key);
    }
    return key;
  }

  private @Nullable PoolKey remember(Object manager, @Nullable PoolKey key) {
    if (key != null) {
      known.put(manager, key);
    }
    return key;
  }

  /** Anchors are a set: a chain is trusted if there is a way to any of them. */
  private static @Nullable PoolKey trust(Object manager, Collection<?> anchors)
      throws ReflectiveOperationException {
    if (!areCertificates(anchors)) {
      return null;
    }
    PoolKey.Builder key = PoolKey.builder(NAME);
    key.value("validator", Jsse.read(Jsse.Fields.VALIDATOR, manager));
    key.value("anchors", anchors instanceof Set ? anchors : new HashSet<>(anchors));
    Object parameters = Jsse.read(Jsse.Fields.PARAMETERS, manager);
    if (parameters == null) {
      return key.build();
    }
    return parameters.getClass() == PKIXBuilderParameters.class
            && add(key, (PKIXBuilderParameters) parameters)
        ? key.build()
        : null;
  }

  private static boolean areCertificates(Collection<?> anchors) {
    for (Object anchor : anchors) {
      if (!isCertificate(anchor)) {
        return false;
      }
    }
    return true;
  }

  /** Of the JDK's: of another class, an equal one need not be the same. */
  private static boolean isCertificate(@Nullable Object anchor) {
    return anchor != null && PoolKey.isOfJdk(anchor.getClass());
  }

  /** Adds how paths are built and validated; answers whether that is all there is to it. */
  private static boolean add(PoolKey.Builder key, PKIXBuilderParameters p) {
    for (TrustAnchor anchor : p.getTrustAnchors()) {
      if (anchor.getTrustedCert() == null || anchor.getNameConstraints() != null) {
        return false;
      }
    }
    if (!p.getCertStores().isEmpty() || !matchesAny(p.getTargetCertConstraints())) {
      return false;
    }
    key.value("maxPathLength", p.getMaxPathLength())
        .value("date", p.getDate())
        .value("revocation", p.isRevocationEnabled())
        .value("explicitPolicy", p.isExplicitPolicyRequired())
        .value("noAnyPolicy", p.isAnyPolicyInhibited())
        .value("noPolicyMapping", p.isPolicyMappingInhibited())
        .value("rejectQualifiers", p.getPolicyQualifiersRejected())
        .value("policies", new HashSet<>(p.getInitialPolicies()))
        .value("provider", p.getSigProvider());
    for (PKIXCertPathChecker checker : p.getCertPathCheckers()) {
      if (!(checker instanceof PKIXRevocationChecker)
          || !add(key, (PKIXRevocationChecker) checker)) {
        return false;
      }
    }
    return true;
  }

  private static boolean add(PoolKey.Builder key, PKIXRevocationChecker checker) {
    key.value("revocationOptions", new HashSet<>(checker.getOptions()))
        .value("responder", checker.getOcspResponder())
        .value("responderCertificate", checker.getOcspResponderCert());
    return PoolKey.isOfJdk(checker.getClass())
        && checker.getOcspExtensions().isEmpty()
        && checker.getOcspResponses().isEmpty();
  }

  private static boolean matchesAny(@Nullable CertSelector selector) {
    return selector == null
        || (selector.getClass() == X509CertSelector.class
            && selector.toString().equals(new X509CertSelector().toString())
            // Not in its text:
            && ((X509CertSelector) selector).getBasicConstraints() == -1
            && ((X509CertSelector) selector).getNameConstraints() == null);
  }

  /** In the order in which a key is chosen, and by alias, which that order goes by. */
  private static @Nullable PoolKey keys(Object manager) throws ReflectiveOperationException {
    PoolKey.Builder key = PoolKey.builder(NAME);
    key.value("unchecked", Jsse.read(Jsse.Fields.UNCHECKED, manager));
    Map<?, ?> credentials = (Map<?, ?>) Jsse.require(Jsse.Fields.CREDENTIALS, manager);
    for (Map.Entry<?, ?> entry : credentials.entrySet()) {
      Object credential = entry.getValue();
      Class<?> type = credential.getClass();
      MethodHandle privateKey = Jsse.getter(type, "privateKey");
      MethodHandle certificates = Jsse.getter(type, "certificates");
      PrivateKey secret = (PrivateKey) Jsse.require(privateKey, credential);
      List<Certificate> chain =
          Arrays.asList((Certificate[]) Jsse.require(certificates, credential));
      if (!areCertificates(chain) || !PoolKey.isOfJdk(secret.getClass())) {
        return null;
      }
      key.value("alias", entry.getKey()).value("chain", chain).value("kind", secret.getAlgorithm());
      add(key, secret);
    }
    return key.build();
  }

  /** A key that tells its bytes is compared by a digest of them, one in a device by identity. */
  private static void add(PoolKey.Builder key, PrivateKey secret) {
    byte[] encoded = secret.getEncoded();
    if (encoded == null) {
      key.identity("key", secret);
    } else {
      key.secretBytes("key", encoded);
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** Whom a manager trusted that was looked at a moment ago, and what it came to. */
  private static final class FewAnchors {
    private final @Nullable Object validator;
    private final Set<Object> anchors;
    final PoolKey content;

    /** Certificates of the JDK's classes: what is held here is no class of the application's. */
    FewAnchors(@Nullable Object validator, Collection<?> anchors, PoolKey content) {
      this.validator = validator;
      this.anchors = new HashSet<>(anchors);
      this.content = content;
    }

    /** Whether a manager with these has the same; each of them occurs once. */
    boolean are(@Nullable Object validator, Collection<?> anchors) {
      if (!(anchors instanceof Set)
          || anchors.size() != this.anchors.size()
          || !Objects.equals(validator, this.validator)) {
        return false;
      }
      for (Object anchor : anchors) {
        if (!isCertificate(anchor) || !this.anchors.contains(anchor)) {
          return false;
        }
      }
      return true;
    }
  }
}
